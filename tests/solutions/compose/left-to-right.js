// fails: applies the functions from right to left
export function compose(...fns) {
  if (fns.some((fn) => typeof fn !== 'function')) throw new TypeError('not a function');
  return (...args) => {
    if (fns.length === 0) return args[0];
    const [first, ...others] = fns;
    return others.reduce((result, fn) => fn(result), first(...args));
  };
}
