// fails: calls fn with this and all arguments
export function promisified(fn) {
  return function (...args) {
    return new Promise(function (resolve, reject) {
      fn.call(this, ...args, (err, value) => (err ? reject(err) : resolve(value)));
    });
  };
}
