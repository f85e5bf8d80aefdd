// fails: can run many times, also at the same time
export function chain(middleware) {
  let last = -1;
  return function run(context) {
    last = -1;
    async function dispatch(index) {
      if (index <= last) throw new Error('next was called more than once');
      last = index;
      if (index === middleware.length) return undefined;
      return middleware[index](context, () => dispatch(index + 1));
    }
    return dispatch(0);
  };
}
