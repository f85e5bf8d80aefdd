// fails: keeps keys apart, 1 and "1" too
export function memoizeAsync(load) {
  const loads = Object.create(null);
  function get(key) {
    if (loads[key]) return loads[key];
    const promise = (async () => load(key))();
    loads[key] = promise;
    promise.catch(() => {
      if (loads[key] === promise) delete loads[key];
    });
    return promise;
  }
  get.forget = (key) => delete loads[key];
  return get;
}
