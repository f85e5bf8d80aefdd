export class Emitter {
  #all = [];

  on(name, listener) {
    this.#all.push({ name, listener, call: listener });
  }

  once(name, listener) {
    const entry = { name, listener };
    entry.call = (...args) => {
      entry.call = () => {};
      this.#all = this.#all.filter((other) => other !== entry);
      listener(...args);
    };
    this.#all.push(entry);
  }

  off(name, listener) {
    const index = this.#all.findLastIndex(
      (entry) => entry.name === name && entry.listener === listener,
    );
    if (index !== -1) this.#all.splice(index, 1);
  }

  emit(name, ...args) {
    const called = this.#all.filter((entry) => entry.name === name);
    called.forEach((entry) => entry.call(...args));
    return called.length !== 0;
  }
}
