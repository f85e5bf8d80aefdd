// fails: the key is unknown again ttlMs after the success
export function createIdempotency() {
  const entries = new Map();
  return async (key, fingerprint, handler) => {
    const known = entries.get(key);
    if (known) {
      if (known.fingerprint !== fingerprint) throw Object.assign(new Error('other'), { code: 'MISMATCH' });
      return known.result;
    }
    const entry = { fingerprint, result: (async () => handler())() };
    entries.set(key, entry);
    entry.result.catch(() => entries.delete(key));
    return entry.result;
  };
}
