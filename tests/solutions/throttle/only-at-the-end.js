// fails: runs the first call at once
export function throttle(fn, ms) {
  let timer = null;
  let latest;
  return function (...args) {
    latest = { self: this, args };
    timer ??= setTimeout(() => {
      timer = null;
      fn.apply(latest.self, latest.args);
    }, ms);
  };
}
