// fails: removes only its own registration, and only once
export class TypedEmitter<Events extends Record<keyof Events, unknown[]>> {
  #listeners: { [Name in keyof Events]?: Set<(...args: Events[Name]) => void> } = {};

  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void) {
    const listeners = (this.#listeners[name] ??= new Set());
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  once<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void) {
    const stop = this.on(name, (...args) => {
      stop();
      listener(...args);
    });
    return stop;
  }

  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): number {
    const listeners = [...(this.#listeners[name] ?? [])];
    const errors: unknown[] = [];
    for (const listener of listeners) {
      try {
        listener(...args);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors);
    return listeners.length;
  }
}
