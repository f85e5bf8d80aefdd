export function chain(middleware) {
  const once = (fn) => {
    let calls = 0;
    return () => {
      calls += 1;
      if (calls > 1) return Promise.reject(new Error('next was called more than once'));
      return new Promise((resolve) => resolve(fn()));
    };
  };

  return (context) =>
    middleware.reduceRight(
      (next, fn) => once(() => fn(context, next)),
      once(() => undefined),
    )();
}
