// fails: calls fn once after the last call
export function debounce(fn, ms) {
  let timer;
  let last;
  function debounced(...args) {
    last = { self: this, args };
    timer ??= setTimeout(() => {
      timer = undefined;
      fn.apply(last.self, last.args);
    }, ms);
  }
  debounced.cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return debounced;
}
