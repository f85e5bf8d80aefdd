// fails: keeps ms between a delayed run and the next one
export function throttle(fn, ms) {
  let timer = null;
  let waiting = null;
  return function (...args) {
    if (timer !== null) {
      waiting = { self: this, args };
      return;
    }
    fn.apply(this, args);
    timer = setTimeout(() => {
      timer = null;
      if (waiting) fn.apply(waiting.self, waiting.args);
      waiting = null;
    }, ms);
  };
}
