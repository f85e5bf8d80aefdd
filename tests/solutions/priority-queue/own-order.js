// fails: follows the compare function that it was given
export class PriorityQueue {
  values = [];
  constructor() {}
  get size() {
    return this.values.length;
  }
  peek() {
    return this.values[0];
  }
  push(value) {
    const at = this.values.findIndex((other) => other > value);
    if (at < 0) this.values.push(value);
    else this.values.splice(at, 0, value);
  }
  pop() {
    return this.values.shift();
  }
}
