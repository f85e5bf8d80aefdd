// fails: takes the arguments one by one
export function curry(fn) {
  return (...args) => (args.length >= fn.length ? fn(...args) : (...rest) => fn(...args, ...rest));
}
