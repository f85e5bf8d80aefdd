// fails: runs the functions in order, then back in reverse order
export function chain(middleware) {
  return async function run(context) {
    let result;
    for (const fn of middleware) {
      let called = false;
      result = await fn(context, async () => {
        called = true;
      });
      if (!called) break;
    }
    return result;
  };
}
