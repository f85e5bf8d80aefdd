// fails: keeps undefined as a result
export function memoizeAsync(load) {
  const running = new Map();
  const done = new Map();
  function get(key) {
    if (done.get(key) !== undefined) return Promise.resolve(done.get(key));
    if (running.has(key)) return running.get(key);
    const promise = (async () => {
      try {
        const value = await load(key);
        if (running.get(key) === promise) done.set(key, value);
        return value;
      } finally {
        if (running.get(key) === promise) running.delete(key);
      }
    })();
    running.set(key, promise);
    return promise;
  }
  get.forget = (key) => {
    done.delete(key);
    running.delete(key);
  };
  return get;
}
