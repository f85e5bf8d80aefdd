// fails: passes falsy results on
export function compose(...fns) {
  if (fns.some((fn) => typeof fn !== 'function')) throw new TypeError('not a function');
  return (...args) => {
    if (fns.length === 0) return args[0];
    let result = fns.at(-1)(...args);
    for (const fn of fns.slice(0, -1).reverse()) result = result && fn(result);
    return result;
  };
}
