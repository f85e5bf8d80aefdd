// fails: takes the arguments one by one
export function curry(fn) {
  return function collect(...args) {
    if (args.length >= fn.length) return fn(...args);
    return (...more) => collect(...more);
  };
}
