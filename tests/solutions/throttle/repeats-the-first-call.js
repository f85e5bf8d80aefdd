// fails: runs nothing later if no call came too early
export function throttle(fn, ms) {
  let timer = null;
  let latest = null;
  return function (...args) {
    latest = { self: this, args };
    if (timer !== null) return;
    fn.apply(this, args);
    timer = setTimeout(() => {
      timer = null;
      fn.apply(latest.self, latest.args);
    }, ms);
  };
}
