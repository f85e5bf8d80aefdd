// fails: keys are independent
export function createLimiter({ limit, windowMs, now = Date.now }) {
  const calls = {};
  return {
    allow(key) {
      const time = now();
      for (const other of Object.keys(calls)) if (time - calls[other].at(-1) >= windowMs) delete calls[other];
      const times = (calls[key] ?? []).filter((past) => time - past < windowMs);
      if (times.length >= limit) return false;
      calls[key] = [...times, time];
      return true;
    },
    get size() {
      return Object.keys(calls).length;
    },
  };
}
