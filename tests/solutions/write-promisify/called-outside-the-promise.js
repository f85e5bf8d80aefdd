// fails: is rejected when fn throws
export function promisified(fn) {
  return function (...args) {
    const { promise, resolve, reject } = Promise.withResolvers();
    fn.call(this, ...args, (err, value) => (err ? reject(err) : resolve(value)));
    return promise;
  };
}
