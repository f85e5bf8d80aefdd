class Scope {
  constructor(services, parent) {
    this.services = services;
    this.parent = parent;
    this.created = new Map();
    this.creating = [];
  }

  get(name) {
    if (!Object.hasOwn(this.services, name)) throw new Error(`unknown service: ${name}`);
    const { factory, lifetime } = this.services[name];
    if (lifetime === 'singleton' && this.parent) return this.parent.get(name);
    if (lifetime === 'scoped' && !this.parent) throw new Error(`no scope for ${name}`);
    if (this.created.has(name)) return this.created.get(name);

    const start = this.creating.indexOf(name);
    if (start >= 0) throw new Error([...this.creating.slice(start), name].join(' -> '));
    this.creating.push(name);
    try {
      const service = factory((other) => this.get(other));
      if (lifetime !== 'transient') this.created.set(name, service);
      return service;
    } finally {
      this.creating.pop();
    }
  }
}

export class Container {
  #services = {};
  #root = new Scope(this.#services, null);

  register(name, factory, lifetime = 'singleton') {
    this.#services[name] = { factory, lifetime };
  }

  get(name) {
    return this.#root.get(name);
  }

  createScope() {
    return new Scope(this.#services, this.#root);
  }
}
