// fails: returns how many listeners were called
type Listener<Args extends unknown[]> = (...args: Args) => void;
type Registration<Args extends unknown[]> = { listener: Listener<Args>; once: boolean };
type Registrations<Events extends Record<keyof Events, unknown[]>> = {
  [Name in keyof Events]?: Set<Registration<Events[Name]>>;
};

export class TypedEmitter<Events extends Record<keyof Events, unknown[]>> {
  // Without a prototype, so that an event may have any name.
  #registrations: Registrations<Events> = Object.create(null);

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    return this.#add(name, { listener, once: false });
  }

  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    return this.#add(name, { listener, once: true });
  }

  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): number {
    const registrations = this.#registrations[name] ?? new Set();
    const errors: unknown[] = [];
    for (const registration of [...registrations]) {
      if (registration.once && !registrations.delete(registration)) continue;
      try {
        registration.listener(...args);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, `listeners of ${String(name)} failed`);
    return this.#registrations[name]?.size ?? 0;
  }

  #add<Name extends keyof Events>(name: Name, registration: Registration<Events[Name]>) {
    const registrations = (this.#registrations[name] ??= new Set());
    registrations.add(registration);
    return () => {
      registrations.delete(registration);
    };
  }
}
