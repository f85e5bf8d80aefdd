// fails: runs the last of the calls that came too early, once ms have passed
export function throttle(fn, ms) {
  let last = -Infinity;
  return function (...args) {
    if (Date.now() - last < ms) return;
    last = Date.now();
    fn.apply(this, args);
  };
}
