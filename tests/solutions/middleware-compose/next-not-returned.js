// fails: waits in next until the rest is done
export function chain(middleware) {
  return function run(context) {
    async function dispatch(index) {
      if (index === middleware.length) return undefined;

      let called = false;
      return middleware[index](context, async () => {
        if (called) throw new Error('next was called more than once');
        called = true;
        dispatch(index + 1);
      });
    }

    return dispatch(0);
  };
}
