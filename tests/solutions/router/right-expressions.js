export class Router {
  #byMethod = new Map();

  add(method, pattern, handler) {
    const names = [];
    const source = pattern.replace(/(?<=\/):([^/]*)|[^/\w]/gu, (text, name) => {
      if (name === undefined) return `\\u{${text.codePointAt(0).toString(16)}}`;
      names.push(name);
      return '([^/]+)';
    });
    const routes = this.#byMethod.get(method) ?? [];
    routes.push({ expression: new RegExp(`^${source}$`, 'u'), names, handler });
    this.#byMethod.set(method, routes);
  }

  match(method, path) {
    for (const { expression, names, handler } of this.#byMethod.get(method) ?? []) {
      const found = expression.exec(path);
      if (found === null) continue;
      try {
        const values = found.slice(1).map((value) => decodeURIComponent(value));
        const params = Object.create(null);
        names.forEach((name, i) => {
          params[name] = values[i];
        });
        return { handler, params };
      } catch (error) {
        if (!(error instanceof URIError)) throw error;
      }
    }
    return null;
  }
}
