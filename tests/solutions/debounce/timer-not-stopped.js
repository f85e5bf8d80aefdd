// fails: calls fn once after the last call
export function debounce(fn, ms) {
  let timer;
  function debounced(...args) {
    timer = setTimeout(() => fn.apply(this, args), ms);
  }
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}
