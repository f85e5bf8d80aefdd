// fails: turns an error that load throws into a rejection and loads again
export function memoizeAsync(load) {
  const loads = new Map();
  function get(key) {
    if (loads.has(key)) return loads.get(key);
    const promise = load(key);
    loads.set(key, promise);
    promise.catch(() => {
      if (loads.get(key) === promise) loads.delete(key);
    });
    return promise;
  }
  get.forget = (key) => loads.delete(key);
  return get;
}
