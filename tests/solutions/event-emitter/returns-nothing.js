// fails: returns whether there were listeners
export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    this.#add(name, { listener, once: false, called: false });
  }

  once(name, listener) {
    this.#add(name, { listener, once: true, called: false });
  }

  off(name, listener) {
    const entry = this.#listeners.get(name)?.find((known) => known.listener === listener);
    if (entry) this.#remove(name, entry);
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
  }

  #add(name, entry) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), entry]);
  }

  #remove(name, entry) {
    this.#listeners.set(name, this.#listeners.get(name).filter((known) => known !== entry));
  }
}
