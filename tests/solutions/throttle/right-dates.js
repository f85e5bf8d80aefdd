export function throttle(fn, ms) {
  let last = -Infinity;
  let timer;
  return function (...args) {
    clearTimeout(timer);
    const run = () => {
      last = Date.now();
      fn.apply(this, args);
    };
    const rest = last + ms - Date.now();
    if (rest <= 0) run();
    else timer = setTimeout(run, rest);
  };
}
