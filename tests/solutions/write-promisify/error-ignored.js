// fails: is rejected with the first argument of the callback
export function promisified(fn) {
  return function (...args) {
    return new Promise((resolve) => {
      fn.call(this, ...args, (err, value) => resolve(value));
    });
  };
}
