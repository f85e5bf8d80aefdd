// fails: allows no burst across the boundary of two windows
export function createLimiter({ limit, windowMs, now = Date.now }) {
  let window = -1;
  let counts = new Map();
  return {
    allow(key) {
      const current = Math.floor(now() / windowMs);
      if (current !== window) {
        window = current;
        counts = new Map();
      }
      const count = counts.get(key) ?? 0;
      if (count >= limit) return false;
      counts.set(key, count + 1);
      return true;
    },
    get size() {
      return counts.size;
    },
  };
}
