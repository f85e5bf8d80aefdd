// fails: cancel drops a waiting call
export function debounce(fn, ms) {
  let timer;
  let cancelled = false;
  function debounced(...args) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!cancelled) fn.apply(this, args);
    }, ms);
  }
  debounced.cancel = () => {
    cancelled = true;
  };
  return debounced;
}
