// fails: ten thousand pushes and pops call compare at most a million times
export class PriorityQueue {
  values = [];
  constructor(compare) {
    this.compare = compare;
  }
  get size() {
    return this.values.length;
  }
  peek() {
    return this.values[0];
  }
  push(value) {
    let i = this.values.length;
    while (i > 0 && this.compare(value, this.values[i - 1]) < 0) i--;
    this.values.splice(i, 0, value);
  }
  pop() {
    return this.values.shift();
  }
}
