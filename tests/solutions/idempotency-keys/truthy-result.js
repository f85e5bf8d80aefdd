// fails: a result of undefined is kept like any other
export function createIdempotency({ ttlMs, now = Date.now }) {
  const running = new Map();
  const done = new Map();
  const check = (entry, fingerprint) => {
    if (entry.fingerprint !== fingerprint) throw Object.assign(new Error('other'), { code: 'MISMATCH' });
  };
  return async (key, fingerprint, handler) => {
    const entry = done.get(key);
    if (entry?.value && now() - entry.doneAt < ttlMs) {
      check(entry, fingerprint);
      return entry.value;
    }
    if (!running.has(key)) running.set(key, { fingerprint, result: (async () => handler())() });
    const current = running.get(key);
    check(current, fingerprint);
    try {
      const value = await current.result;
      done.set(key, { fingerprint, value, doneAt: now() });
      return value;
    } finally {
      running.delete(key);
    }
  };
}
