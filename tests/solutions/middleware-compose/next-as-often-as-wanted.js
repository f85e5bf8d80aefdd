// fails: rejects a second call of next and runs the rest once
export function chain(middleware) {
  return function run(context) {
    async function dispatch(index) {
      if (index === middleware.length) return undefined;

      return middleware[index](context, async () => {
        return dispatch(index + 1);
      });
    }

    return dispatch(0);
  };
}
