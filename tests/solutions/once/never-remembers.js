// fails: calls fn only the first time
export function once(fn) {
  return function (...args) {
    let done = false;
    let result;
    if (!done) {
      result = fn.apply(this, args);
      done = true;
    }
    return result;
  };
}
