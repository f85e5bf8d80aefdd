// fails: is fulfilled with undefined without middleware
export function chain(middleware) {
  return function run(context) {
    async function dispatch(index) {
      let called = false;
      return middleware[index](context, async () => {
        if (called) throw new Error('next was called more than once');
        called = true;
        return dispatch(index + 1);
      });
    }

    return dispatch(0);
  };
}
