export function promisified(fn) {
  return async function () {
    const { promise, resolve, reject } = Promise.withResolvers();
    Reflect.apply(fn, this, [
      ...arguments,
      function done(error, value) {
        return error ? reject(error) : resolve(value);
      },
    ]);
    return promise;
  };
}
