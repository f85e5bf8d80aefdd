// fails: does not let an entry live longer by reading it
export class TtlCache {
  #ms;
  #now;
  #entries = new Map();

  constructor(ms, now) {
    this.#ms = ms;
    this.#now = now;
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
    const entry = this.#entries.get(key);
    if (entry) this.set(key, entry.value);
    return entry?.value;
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
