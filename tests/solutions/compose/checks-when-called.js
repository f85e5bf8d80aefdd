// fails: throws a TypeError at once for a value that is not a function
export function compose(...fns) {
  if (fns.length === 0) return (value) => value;
  return (...args) => {
    let result = fns.at(-1)(...args);
    for (const fn of fns.slice(0, -1).reverse()) result = fn(result);
    return result;
  };
}
