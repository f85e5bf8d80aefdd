// fails: tries again after a factory has thrown
export class Container {
  #services = new Map();
  #singletons = new Map();
  #creating = [];

  register(name, factory, lifetime = 'singleton') {
    this.#services.set(name, { factory, lifetime });
  }

  get(name) {
    return this.#resolve(name, null);
  }

  createScope() {
    const scoped = new Map();
    return { get: (name) => this.#resolve(name, scoped) };
  }

  #resolve(name, scoped) {
    const service = this.#services.get(name);
    if (!service) throw new Error(`unknown: ${name}`);
    const scope = service.lifetime === 'singleton' ? null : scoped;
    if (service.lifetime === 'scoped' && !scope) throw new Error(`${name} needs a scope`);
    const store = service.lifetime === 'singleton' ? this.#singletons : scope;
    if (service.lifetime !== 'transient' && store.has(name)) return store.get(name);
    if (this.#creating.includes(name)) {
      const path = [...this.#creating, name].join(' -> ');
      this.#creating = [];
      throw new Error(path);
    }
    this.#creating.push(name);
    const created = service.factory((other) => this.#resolve(other, scope));
    this.#creating.pop();
    if (service.lifetime !== 'transient') store.set(name, created);
    return created;
  }
}
