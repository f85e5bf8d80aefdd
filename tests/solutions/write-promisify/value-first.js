// fails: is fulfilled with the second argument of the callback
export function promisified(fn) {
  return function (...args) {
    return new Promise((resolve, reject) => {
      fn.call(this, ...args, (value, err) => (err ? reject(err) : resolve(value)));
    });
  };
}
