// fails: another fingerprint is rejected with MISMATCH
export function createIdempotency({ ttlMs, now = Date.now }) {
  const entries = new Map();
  return async (key, fingerprint, handler) => {
    const known = entries.get(key);
    if (known && now() - known.doneAt < ttlMs) return known.result;
    const entry = { doneAt: Infinity, result: (async () => handler())() };
    entries.set(key, entry);
    try {
      await entry.result;
    } catch {
      entries.delete(key);
    }
    entry.doneAt = now();
    return entry.result;
  };
}
