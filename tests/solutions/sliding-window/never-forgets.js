// fails: forgets keys whose calls have left the window
export function createLimiter({ limit, windowMs, now = Date.now }) {
  const calls = new Map();
  return {
    allow(key) {
      const time = now();
      const times = (calls.get(key) ?? []).filter((past) => time - past < windowMs);
      calls.set(key, times);
      if (times.length >= limit) return false;
      times.push(time);
      return true;
    },
    get size() {
      return calls.size;
    },
  };
}
