// fails: is fulfilled with the second argument of the callback
export function promisified(fn) {
  return async function (...args) {
    return fn.call(this, ...args, (err, value) => {
      if (err) throw err;
      return value;
    });
  };
}
