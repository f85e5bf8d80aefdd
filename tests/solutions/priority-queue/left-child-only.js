// fails: keeps the order when pushes and pops alternate
export class PriorityQueue {
  heap = [];
  count = 0;
  constructor(compare) {
    this.before = (a, b) => (compare(a.value, b.value) || a.n - b.n) < 0;
  }
  get size() {
    return this.heap.length;
  }
  peek() {
    return this.heap[0]?.value;
  }
  push(value) {
    const { heap, before } = this;
    heap.push({ value, n: this.count++ });
    for (let i = heap.length - 1; i > 0; ) {
      const up = (i - 1) >> 1;
      if (!before(heap[i], heap[up])) break;
      [heap[i], heap[up]] = [heap[up], heap[i]];
      i = up;
    }
  }
  pop() {
    const { heap, before } = this;
    if (heap.length < 2) return heap.pop()?.value;
    const top = heap[0];
    heap[0] = heap.pop();
    for (let i = 0, l = 1; l < heap.length && before(heap[l], heap[i]); i = l, l = 2 * i + 1) {
      [heap[i], heap[l]] = [heap[l], heap[i]];
    }
    return top.value;
  }
}
