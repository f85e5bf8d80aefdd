// fails: calls fn again for calls that come later
export function debounce(fn, ms) {
  let timer;
  let called = false;
  function debounced(...args) {
    if (called) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      called = true;
      fn.apply(this, args);
    }, ms);
  }
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}
