export function curry(fn, missing = fn.length) {
  return function (...args) {
    if (args.length >= missing) return fn(...args);
    return curry(fn.bind(null, ...args), missing - args.length);
  };
}
