const identity = (value) => value;

export function compose(...fns) {
  const wrong = fns.find((fn) => typeof fn !== 'function');
  if (wrong !== undefined || fns.includes(undefined)) throw new TypeError(`not a function: ${wrong}`);
  if (fns.length === 0) return identity;
  return fns.reduce((outer, inner) => (...args) => outer(inner(...args)));
}
