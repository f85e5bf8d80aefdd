// fails: a handler that throws without a promise counts as failed
export function createIdempotency({ ttlMs, now = Date.now }) {
  const entries = new Map();
  return async (key, fingerprint, handler) => {
    const known = entries.get(key);
    if (known && now() - known.doneAt < ttlMs) {
      if (known.fingerprint !== fingerprint) throw Object.assign(new Error('other'), { code: 'MISMATCH' });
      return known.result;
    }
    const entry = { fingerprint, doneAt: Infinity };
    entries.set(key, entry);
    entry.result = Promise.resolve(handler());
    try {
      const value = await entry.result;
      entry.doneAt = now();
      return value;
    } catch (error) {
      entries.delete(key);
      throw error;
    }
  };
}
