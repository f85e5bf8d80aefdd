// fails: accepts any name for an event
export class Emitter {
  listeners = {};

  on(name, listener) {
    this.listeners[name] = [...(this.listeners[name] ?? []), { listener }];
  }

  once(name, listener) {
    this.listeners[name] = [...(this.listeners[name] ?? []), { listener, once: true }];
  }

  off(name, listener) {
    const entry = this.listeners[name]?.find((known) => known.listener === listener);
    this.remove(name, entry);
  }

  remove(name, entry) {
    this.listeners[name] = (this.listeners[name] ?? []).filter((known) => known !== entry);
  }

  emit(name, ...args) {
    const entries = this.listeners[name] ?? [];
    for (const entry of entries) {
      if (entry.once) this.remove(name, entry);
      entry.listener(...args);
    }
    return entries.length > 0;
  }
}
