// fails: takes the characters of a pattern as they are
export class Router {
  #routes = [];

  add(method, pattern, handler) {
    const source = pattern.replace(/:([^/]+)/g, '(?<$1>[^/]+)');
    this.#routes.push({ method, regex: new RegExp(`^${source}$`), handler });
  }

  match(method, path) {
    for (const { method: wanted, regex, handler } of this.#routes) {
      const found = wanted === method && regex.exec(path);
      if (!found) continue;
      try {
        const entries = Object.entries(found.groups ?? {});
        const params = entries.map(([name, value]) => [name, decodeURIComponent(value)]);
        return { handler, params: Object.fromEntries(params) };
      } catch {
        continue;
      }
    }
    return null;
  }
}
