export function memoizeAsync(load) {
  const entries = new Map();

  async function fill(key, entry) {
    try {
      return await load(key);
    } catch (error) {
      entry.failed = true;
      throw error;
    }
  }

  function get(key) {
    const known = entries.get(key);
    if (known && !known.failed) return known.result;
    const entry = { failed: false };
    entries.set(key, entry);
    entry.result = fill(key, entry);
    return entry.result;
  }

  get.forget = (key) => {
    entries.delete(key);
  };
  return get;
}
