// fails: can run many times, also at the same time
export function chain(middleware) {
  return async function run(context) {
    const fn = middleware.shift();
    if (!fn) return undefined;
    let called = false;
    return fn(context, async () => {
      if (called) throw new Error('next was called more than once');
      called = true;
      return run(context);
    });
  };
}
