// fails: keeps a result for later calls
export function memoizeAsync(load) {
  const loads = new Map();
  function get(key) {
    if (loads.has(key)) return loads.get(key);
    const promise = (async () => load(key))();
    loads.set(key, promise);
    const remove = () => {
      if (loads.get(key) === promise) loads.delete(key);
    };
    promise.then(remove, remove);
    return promise;
  }
  get.forget = (key) => loads.delete(key);
  return get;
}
