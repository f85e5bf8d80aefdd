// fails: returns its first argument without functions
export function compose(...fns) {
  if (fns.some((fn) => typeof fn !== 'function')) throw new TypeError('not a function');
  return fns.reduce((outer, inner) => (...args) => outer(inner(...args)));
}
