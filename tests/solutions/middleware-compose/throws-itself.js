// fails: rejects run with an error that nobody catches
export function chain(middleware) {
  return function run(context) {
    function dispatch(index) {
      if (index === middleware.length) return undefined;

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
