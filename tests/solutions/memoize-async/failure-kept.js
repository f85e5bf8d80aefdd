// fails: loads again after a failure
export function memoizeAsync(load) {
  const loads = new Map();
  function get(key) {
    if (!loads.has(key)) loads.set(key, (async () => load(key))());
    return loads.get(key);
  }
  get.forget = (key) => loads.delete(key);
  return get;
}
