// fails: off removes one registration
export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Map());
    this.#listeners.get(name).set(listener, listener);
  }

  once(name, listener) {
    this.on(name, listener);
    this.#listeners.get(name).set(listener, (...args) => {
      this.off(name, listener);
      listener(...args);
    });
  }

  off(name, listener) {
    this.#listeners.get(name)?.delete(listener);
  }

  emit(name, ...args) {
    const calls = [...(this.#listeners.get(name)?.values() ?? [])];
    for (const call of calls) call(...args);
    return calls.length > 0;
  }
}
