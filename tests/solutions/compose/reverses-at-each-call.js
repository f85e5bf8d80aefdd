// fails: gives the same result when it is called again
export function compose(...fns) {
  if (fns.some((fn) => typeof fn !== 'function')) throw new TypeError('not a function');
  return (...args) => {
    if (fns.length === 0) return args[0];
    const [last, ...others] = fns.reverse();
    return others.reduce((result, fn) => fn(result), last(...args));
  };
}
