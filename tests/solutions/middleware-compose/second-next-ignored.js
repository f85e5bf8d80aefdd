// fails: rejects a second call of next and runs the rest once
export function chain(middleware) {
  return function run(context) {
    async function dispatch(index) {
      if (index === middleware.length) return undefined;

      let called = false;
      return middleware[index](context, async () => {
        if (called) return undefined;
        called = true;
        return dispatch(index + 1);
      });
    }

    return dispatch(0);
  };
}
