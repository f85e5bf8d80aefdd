// fails: keeps 1 and "1" apart
export class LruCache {
  constructor(max) {
    this.max = max;
    this.values = {};
    this.order = [];
  }

  get size() {
    return this.order.length;
  }

  has(key) {
    return this.order.includes(String(key));
  }

  get(key) {
    if (!this.has(key)) return undefined;
    this.order = [...this.order.filter((other) => other !== String(key)), String(key)];
    return this.values[key];
  }

  set(key, value) {
    this.delete(key);
    this.values[key] = value;
    this.order.push(String(key));
    if (this.order.length > this.max) this.delete(this.order[0]);
  }

  delete(key) {
    const there = this.has(key);
    this.order = this.order.filter((other) => other !== String(key));
    delete this.values[key];
    return there;
  }
}
