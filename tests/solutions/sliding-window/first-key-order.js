// fails: keeps a key that came early and came again
export function createLimiter({ limit, windowMs, now = Date.now }) {
  const calls = new Map();
  return {
    allow(key) {
      const time = now();
      for (const [other, times] of calls) {
        if (time - times[0] < windowMs) break;
        calls.delete(other);
      }
      const times = (calls.get(key) ?? []).filter((past) => time - past < windowMs);
      if (times.length >= limit) return false;
      times.push(time);
      calls.set(key, times);
      return true;
    },
    get size() {
      return calls.size;
    },
  };
}
