// fails: does not match an empty segment with a parameter
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
  if (segments.length !== parts.length) return null;
  const params = {};
  for (const [i, segment] of segments.entries()) {
    if (!segment.startsWith(':')) {
      if (segment !== parts[i]) return null;
      continue;
    }
    const value = decode(parts[i]);
    if (value === null) return null;
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
