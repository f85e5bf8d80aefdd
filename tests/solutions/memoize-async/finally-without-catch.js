// fails: loads again after a failure
export function memoizeAsync(load) {
  const loads = new Map();
  function get(key) {
    if (loads.has(key)) return loads.get(key);
    const promise = (async () => load(key))();
    loads.set(key, promise);
    let failed = true;
    promise.then(() => {
      failed = false;
    }).finally(() => {
      if (failed && loads.get(key) === promise) loads.delete(key);
    });
    return promise;
  }
  get.forget = (key) => loads.delete(key);
  return get;
}
