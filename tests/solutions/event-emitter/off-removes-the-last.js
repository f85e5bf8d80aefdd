// fails: off changes nothing for a listener that is not there
export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    this.#add(name, { listener, once: false, called: false });
  }

  once(name, listener) {
    this.#add(name, { listener, once: true, called: false });
  }

  off(name, listener) {
    const entries = [...(this.#listeners.get(name) ?? [])];
    entries.splice(entries.findIndex((known) => known.listener === listener), 1);
    this.#listeners.set(name, entries);
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
