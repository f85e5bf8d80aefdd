// fails: runs once every ms under a steady stream of calls
export function throttle(fn, ms) {
  let last = -Infinity;
  let timer;
  return function (...args) {
    clearTimeout(timer);
    if (Date.now() - last >= ms) {
      last = Date.now();
      fn.apply(this, args);
      return;
    }
    timer = setTimeout(() => {
      last = Date.now();
      fn.apply(this, args);
    }, ms);
  };
}
