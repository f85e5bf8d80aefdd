// A small stand-in for Express 5, for proofs of code with an `app`: layers in order, four parameters
// make an error layer, rejections go on as errors. `app.request()` answers with status and JSON, or
// with `hung` where no response comes.
export function makeApp() {
  const layers = [];
  const add = (method) => (path, ...fns) => {
    if (typeof path === 'function') { fns.unshift(path); path = null; }
    for (const fn of fns) layers.push({ method, path, fn });
  };
  const params = (pattern, path) => {
    if (!pattern) return {};
    const a = pattern.split('/'), b = path.split('/');
    if (a.length !== b.length || a.some((part, i) => !part.startsWith(':') && part !== b[i])) return null;
    return Object.fromEntries(a.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), b[i]]] : [])));
  };
  const request = (method, path, { body, headers = {} } = {}) => new Promise((resolve) => {
    const hung = setTimeout(() => resolve({ hung: true }), 150);
    const done = (status, json) => { clearTimeout(hung); resolve({ status, json }); };
    const res = {
      locals: {}, headersSent: false, code: 200,
      status(code) { this.code = code; return this; },
      json(value) { this.headersSent = true; done(this.code, value); },
      send(value) { this.json(value); },
      sendStatus(code) { this.status(code).json(null); },
    };
    const req = { method, path, url: path, body, headers, get: (name) => headers[name.toLowerCase()] };
    const step = async (i, err) => {
      const layer = layers[i];
      if (!layer) return res.headersSent || done(err ? err.status ?? 500 : 404, 'default');
      const found = (!layer.method || layer.method === method) && params(layer.path, path);
      if (!found || (layer.fn.length === 4) !== Boolean(err)) return step(i + 1, err);
      req.params = found;
      const next = (problem) => step(i + 1, problem);
      try {
        await (err ? layer.fn(err, req, res, next) : layer.fn(req, res, next));
      } catch (problem) {
        next(problem);
      }
    };
    step(0);
  });
  return { use: add(null), get: add('GET'), post: add('POST'), put: add('PUT'), delete: add('DELETE'), request };
}
