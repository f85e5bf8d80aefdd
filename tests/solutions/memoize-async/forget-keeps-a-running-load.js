// fails: loads again after forget, even while a load is running
export function memoizeAsync(load) {
  const running = new Map();
  const done = new Map();
  async function get(key) {
    if (done.has(key)) return done.get(key);
    if (!running.has(key)) {
      running.set(key, (async () => load(key))().finally(() => running.delete(key)));
    }
    const value = await running.get(key);
    done.set(key, value);
    return value;
  }
  get.forget = (key) => done.delete(key);
  return get;
}
