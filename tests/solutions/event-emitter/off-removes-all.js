// fails: off removes one registration
export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    this.#add(name, { listener, once: false, called: false });
  }

  once(name, listener) {
    this.#add(name, { listener, once: true, called: false });
  }

  off(name, listener) {
    const entries = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, entries.filter((known) => known.listener !== listener));
  }

  emit(name, ...args) {
    const entries = this.#listeners.get(name) ?? [];
    for (const entry of entries) {
      if (entry.called) continue;
      if (entry.once) {
        entry.called = true;
        this.#remove(name, entry);
      }
      entry.listener(...args);
    }
    return entries.length > 0;
  }

  #add(name, entry) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), entry]);
  }

  #remove(name, entry) {
    this.#listeners.set(name, this.#listeners.get(name).filter((known) => known !== entry));
  }
}
