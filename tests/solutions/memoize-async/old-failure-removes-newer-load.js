// fails: keeps the newer load when a forgotten one ends after it
export function memoizeAsync(load) {
  const loads = new Map();
  function get(key) {
    if (loads.has(key)) return loads.get(key);
    const promise = (async () => load(key))();
    loads.set(key, promise);
    promise.catch(() => loads.delete(key));
    return promise;
  }
  get.forget = (key) => loads.delete(key);
  return get;
}
