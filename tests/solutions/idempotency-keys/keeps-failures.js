// fails: after a failure the next call runs its own handler
export function createIdempotency({ ttlMs, now = Date.now }) {
  const entries = new Map();
  return async (key, fingerprint, handler) => {
    const known = entries.get(key);
    if (known && now() - known.doneAt < ttlMs) {
      if (known.fingerprint !== fingerprint) throw Object.assign(new Error('other'), { code: 'MISMATCH' });
      return known.result;
    }
    const entry = { fingerprint, doneAt: Infinity, result: (async () => handler())() };
    entries.set(key, entry);
    await entry.result.catch(() => {});
    entry.doneAt = now();
    return entry.result;
  };
}
