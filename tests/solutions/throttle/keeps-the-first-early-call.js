// fails: runs the last of the calls that came too early, once ms have passed
export function throttle(fn, ms) {
  let last = -Infinity;
  let timer = null;
  return function (...args) {
    const rest = last + ms - Date.now();
    if (rest <= 0 && timer === null) {
      last = Date.now();
      fn.apply(this, args);
      return;
    }
    timer ??= setTimeout(() => {
      timer = null;
      last = Date.now();
      fn.apply(this, args);
    }, rest);
  };
}
