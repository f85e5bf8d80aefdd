// A sorted array with a binary search; the values wait in reverse order, so that pop is cheap.
export class PriorityQueue {
  constructor(compare) {
    this.compare = compare;
    this.values = [];
  }

  get size() {
    return this.values.length;
  }

  peek() {
    return this.values.at(-1);
  }

  push(value) {
    let low = 0;
    let high = this.values.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.compare(this.values[middle], value) > 0) low = middle + 1;
      else high = middle;
    }
    this.values.splice(low, 0, value);
  }

  pop() {
    return this.values.pop();
  }
}
