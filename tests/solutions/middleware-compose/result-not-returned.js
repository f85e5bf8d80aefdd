// fails: gives the result of each function to its caller
export function chain(middleware) {
  return function run(context) {
    async function dispatch(index) {
      if (index === middleware.length) return undefined;

      let called = false;
      await middleware[index](context, async () => {
        if (called) throw new Error('next was called more than once');
        called = true;
        return dispatch(index + 1);
      });
    }

    return dispatch(0);
  };
}
