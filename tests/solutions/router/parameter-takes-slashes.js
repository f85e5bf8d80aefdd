// fails: matches exactly one segment with a parameter
export class Router {
  #routes = [];

  add(method, pattern, handler) {
    const source = pattern
      .split('/')
      .map((part) => part.replace(/[.+*?]/g, '\\$&').replace(/^:(.*)/, '(?<$1>.+)'))
      .join('/');
    this.#routes.push({ method, regex: new RegExp(`^${source}$`), handler });
  }

  match(method, path) {
    for (const route of this.#routes) {
      const found = route.method === method && route.regex.exec(path);
      if (!found) continue;
      const params = {};
      try {
        for (const [name, value] of Object.entries(found.groups ?? {})) {
          params[name] = decodeURIComponent(value);
        }
      } catch {
        continue;
      }
      return { handler: route.handler, params };
    }
    return null;
  }
}
