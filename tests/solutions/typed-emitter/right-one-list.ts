type Entry<Events extends Record<keyof Events, unknown[]>> = {
  name: keyof Events;
  call: (args: unknown[]) => void;
  once: boolean;
};

export class TypedEmitter<Events extends Record<keyof Events, unknown[]>> {
  private entries: Entry<Events>[] = [];

  on<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => unknown) {
    return this.add(name, listener, false);
  }

  once<Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => unknown) {
    return this.add(name, listener, true);
  }

  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): number {
    let count = 0;
    const failures: unknown[] = [];
    for (const entry of this.entries.filter((known) => known.name === name)) {
      if (entry.once && !this.entries.includes(entry)) continue;
      if (entry.once) this.remove(entry);
      count += 1;
      try {
        entry.call(args);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length) throw new AggregateError(failures);
    return count;
  }

  private add<Name extends keyof Events>(
    name: Name,
    listener: (...args: Events[Name]) => unknown,
    once: boolean,
  ): () => void {
    const entry = { name, once, call: (args: unknown[]) => listener(...(args as Events[Name])) };
    this.entries = [...this.entries, entry];
    return () => this.remove(entry);
  }

  private remove(entry: Entry<Events>): void {
    this.entries = this.entries.filter((known) => known !== entry);
  }
}
