// fails: the time of a slow handler does not count
export function createIdempotency({ ttlMs, now = Date.now }) {
  const entries = new Map();
  return async (key, fingerprint, handler) => {
    const known = entries.get(key);
    if (known && now() - known.at < ttlMs) {
      if (known.fingerprint !== fingerprint) throw Object.assign(new Error('other'), { code: 'MISMATCH' });
      return known.result;
    }
    const entry = { fingerprint, at: now(), result: (async () => handler())() };
    entries.set(key, entry);
    entry.result.catch(() => entries.delete(key));
    return entry.result;
  };
}
