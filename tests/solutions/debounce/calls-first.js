// fails: does not call fn at once
export function debounce(fn, ms) {
  let timer;
  function debounced(...args) {
    if (!timer) fn.apply(this, args);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
    }, ms);
  }
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}
