// fails: works on after it was empty
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
    if (heap.length === 0) return undefined;
    const top = heap[0];
    heap[0] = heap.pop();
    for (let i = 0; ; ) {
      const [l, r] = [2 * i + 1, 2 * i + 2];
      let best = i;
      if (l < heap.length && before(heap[l], heap[best])) best = l;
      if (r < heap.length && before(heap[r], heap[best])) best = r;
      if (best === i) return top.value;
      [heap[i], heap[best]] = [heap[best], heap[i]];
      i = best;
    }
  }
}
