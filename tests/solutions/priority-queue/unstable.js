// fails: of equal values, the one pushed first comes out first
export class PriorityQueue {
  heap = [];
  constructor(compare) {
    this.compare = compare;
  }
  get size() {
    return this.heap.length;
  }
  peek() {
    return this.heap[0];
  }
  push(value) {
    const { heap, compare } = this;
    heap.push(value);
    for (let i = heap.length - 1; i > 0; ) {
      const up = (i - 1) >> 1;
      if (compare(heap[i], heap[up]) >= 0) break;
      [heap[i], heap[up]] = [heap[up], heap[i]];
      i = up;
    }
  }
  pop() {
    const { heap, compare } = this;
    if (heap.length < 2) return heap.pop();
    const top = heap[0];
    heap[0] = heap.pop();
    for (let i = 0; ; ) {
      const [l, r] = [2 * i + 1, 2 * i + 2];
      let best = i;
      if (l < heap.length && compare(heap[l], heap[best]) < 0) best = l;
      if (r < heap.length && compare(heap[r], heap[best]) < 0) best = r;
      if (best === i) return top;
      [heap[i], heap[best]] = [heap[best], heap[i]];
      i = best;
    }
  }
}
