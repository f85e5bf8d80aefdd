// fails: drops the oldest entry when there are too many
export class LruCache {
  #max;
  #entries = new Map();

  constructor(max) {
    this.#max = max;
  }

  get size() {
    return this.#entries.size;
  }

  has(key) {
    return this.#entries.has(key);
  }

  get(key) {
    if (!this.#entries.has(key)) return undefined;
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#max) {
      this.#entries.delete([...this.#entries.keys()].at(-2));
    }
  }

  delete(key) {
    return this.#entries.delete(key);
  }
}
