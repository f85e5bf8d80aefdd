// fails: allows again when an old call leaves the window
export function createLimiter({ limit, windowMs, now = Date.now }) {
  const calls = new Map();
  return {
    allow(key) {
      const time = now();
      for (const [other, times] of calls) if (time - times.at(-1) > windowMs) calls.delete(other);
      const times = (calls.get(key) ?? []).filter((past) => time - past <= windowMs);
      if (times.length >= limit) return false;
      calls.set(key, [...times, time]);
      return true;
    },
    get size() {
      return calls.size;
    },
  };
}
