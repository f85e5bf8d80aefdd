// fails: returns the first result from every call
export function once(fn) {
  let done = false;
  return function (...args) {
    if (done) return undefined;
    const result = fn.apply(this, args);
    done = true;
    return result;
  };
}
