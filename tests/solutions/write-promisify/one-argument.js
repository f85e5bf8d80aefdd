// fails: calls fn with this and all arguments
export function promisified(fn) {
  return function (arg) {
    return new Promise((resolve, reject) => {
      fn.call(this, arg, (err, value) => (err ? reject(err) : resolve(value)));
    });
  };
}
