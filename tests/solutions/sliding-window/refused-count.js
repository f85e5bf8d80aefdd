// fails: refused calls do not count
export function createLimiter({ limit, windowMs, now = Date.now }) {
  const calls = new Map();
  return {
    allow(key) {
      const time = now();
      for (const [other, times] of calls) if (time - times.at(-1) >= windowMs) calls.delete(other);
      const times = (calls.get(key) ?? []).filter((past) => time - past < windowMs);
      times.push(time);
      calls.set(key, times);
      return times.length <= limit;
    },
    get size() {
      return calls.size;
    },
  };
}
