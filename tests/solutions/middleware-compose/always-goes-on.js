// fails: does not run the rest if next is not called
export function chain(middleware) {
  return function run(context) {
    async function dispatch(index) {
      if (index === middleware.length) return undefined;
      let rest = null;
      const next = async () => {
        if (rest) throw new Error('next was called more than once');
        rest = dispatch(index + 1);
        return rest;
      };
      const result = await middleware[index](context, next);
      if (!rest) await next();
      return result;
    }
    return dispatch(0);
  };
}
