// fails: matches the whole path only
export class Router {
  #routes = [];

  add(method, pattern, handler) {
    this.#routes.push({ method, segments: pattern.split('/'), handler });
  }

  match(method, path) {
    const parts = path.split('/');
    for (const route of this.#routes) {
      if (route.method !== method) continue;
      const params = paramsOf(route.segments, parts);
      if (params) return { handler: route.handler, params };
    }
    return null;
  }
}

function paramsOf(segments, parts) {
  const params = {};
  for (const [i, segment] of segments.entries()) {
    if (!segment.startsWith(':')) {
      if (segment !== parts[i]) return null;
      continue;
    }
    const value = decode(parts[i] ?? '');
    if (!value) return null;
    params[segment.slice(1)] = value;
  }
  return params;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
