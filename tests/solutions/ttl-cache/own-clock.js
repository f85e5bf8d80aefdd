// fails: drops an entry when ms have passed
export class TtlCache {
  #ms;
  #now;
  #entries = new Map();

  constructor(ms, now) {
    this.#ms = ms;
    this.#now = Date.now;
  }

  get size() {
    this.#dropExpired();
    return this.#entries.size;
  }

  has(key) {
    this.#dropExpired();
    return this.#entries.has(key);
  }

  get(key) {
    this.#dropExpired();
    return this.#entries.get(key)?.value;
  }

  set(key, value) {
    this.#dropExpired();
    this.#entries.delete(key);
    this.#entries.set(key, { value, end: this.#now() + this.#ms });
  }

  delete(key) {
    this.#dropExpired();
    return this.#entries.delete(key);
  }

  // All entries live equally long, so they expire in the order of the map.
  #dropExpired() {
    const time = this.#now();
    for (const [key, entry] of this.#entries) {
      if (entry.end > time) return;
      this.#entries.delete(key);
    }
  }
}
