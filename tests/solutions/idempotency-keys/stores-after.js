// fails: calls at the same time share one run of the handler
export function createIdempotency({ ttlMs, now = Date.now }) {
  const entries = new Map();
  return async (key, fingerprint, handler) => {
    const known = entries.get(key);
    if (known && now() - known.doneAt < ttlMs) {
      if (known.fingerprint !== fingerprint) throw Object.assign(new Error('other'), { code: 'MISMATCH' });
      return known.value;
    }
    const value = await handler();
    entries.set(key, { fingerprint, value, doneAt: now() });
    return value;
  };
}
