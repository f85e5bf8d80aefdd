// fails: runs a call at once again after a quiet time
export function throttle(fn, ms) {
  let busy = false;
  let waiting = null;
  return function (...args) {
    const call = () => fn.apply(this, args);
    if (busy) {
      waiting = call;
      return;
    }
    busy = true;
    call();
    setInterval(() => {
      if (waiting) waiting();
      waiting = null;
    }, ms);
  };
}
