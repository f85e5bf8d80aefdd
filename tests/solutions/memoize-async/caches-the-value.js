// fails: loads once for concurrent calls with the same key
export function memoizeAsync(load) {
  const values = new Map();
  async function get(key) {
    if (!values.has(key)) values.set(key, await load(key));
    return values.get(key);
  }
  get.forget = (key) => values.delete(key);
  return get;
}
