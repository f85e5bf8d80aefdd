// fails: gives a failure to every caller that waits for it
export function memoizeAsync(load) {
  const loads = new Map();
  function get(key) {
    if (loads.has(key)) return loads.get(key);
    const promise = (async () => load(key))().catch((error) => {
      if (loads.get(key) === promise) loads.delete(key);
      console.error(error.message);
    });
    loads.set(key, promise);
    return promise;
  }
  get.forget = (key) => loads.delete(key);
  return get;
}
