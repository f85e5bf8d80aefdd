// fails: does not mix calls that run at the same time
export function promisified(fn) {
  let settle;
  const done = (err, value) => (err ? settle.reject(err) : settle.resolve(value));
  return function (...args) {
    return new Promise((resolve, reject) => {
      settle = { resolve, reject };
      fn.call(this, ...args, done);
    });
  };
}
