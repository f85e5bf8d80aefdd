// fails: counts a result of undefined as a result
export function once(fn) {
  let result;
  return function (...args) {
    if (result === undefined) result = fn.apply(this, args);
    return result;
  };
}
