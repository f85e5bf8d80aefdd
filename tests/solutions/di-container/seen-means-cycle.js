// fails: does not report a cycle when two paths lead to one service
export class Container {
  #services = new Map();
  #singletons = new Map();

  register(name, factory, lifetime = 'singleton') {
    this.#services.set(name, { factory, lifetime });
  }

  get(name) {
    return this.#resolve(name, null, []);
  }

  createScope() {
    const scoped = new Map();
    return { get: (name) => this.#resolve(name, scoped, []) };
  }

  #resolve(name, scoped, path) {
    const service = this.#services.get(name);
    if (!service) throw new Error(`there is no service ${name}`);
    if (path.includes(name)) throw new Error(`cycle: ${[...path, name].join(' -> ')}`);

    const { factory, lifetime } = service;
    const scope = lifetime === 'singleton' ? null : scoped;
    if (lifetime === 'scoped' && scope === null) throw new Error(`${name} exists in scopes only`);

    const create = () => {
      path.push(name);
      return factory((other) => this.#resolve(other, scope, path));
    };
    if (lifetime === 'transient') return create();

    const store = lifetime === 'singleton' ? this.#singletons : scope;
    if (!store.has(name)) store.set(name, create());
    return store.get(name);
  }
}
