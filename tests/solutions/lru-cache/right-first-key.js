export class LruCache {
  constructor(max) {
    this.max = max;
    this.map = new Map();
  }

  get size() {
    return this.map.size;
  }

  has(key) {
    return this.map.has(key);
  }

  get(key) {
    const entry = this.map.get(key);
    if (entry) this.set(key, entry.value);
    return entry?.value;
  }

  set(key, value) {
    if (!this.map.delete(key) && this.map.size >= this.max) {
      const [first] = this.map.keys();
      this.map.delete(first);
    }
    this.map.set(key, { value });
  }

  delete(key) {
    return this.map.delete(key);
  }
}
