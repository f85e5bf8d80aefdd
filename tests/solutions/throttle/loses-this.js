// fails: passes this and the arguments of the call that runs
export function throttle(fn, ms) {
  let last = -Infinity;
  let timer;
  return (...args) => {
    clearTimeout(timer);
    const run = () => {
      last = Date.now();
      fn(...args);
    };
    const rest = last + ms - Date.now();
    if (rest <= 0) run();
    else timer = setTimeout(run, rest);
  };
}
