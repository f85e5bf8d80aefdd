// fails: keeps two wrapped functions apart
let done = false;
let result;

export function once(fn) {
  return function (...args) {
    if (!done) {
      result = fn.apply(this, args);
      done = true;
    }
    return result;
  };
}
