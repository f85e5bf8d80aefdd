// fails: lets only one call through while the trial runs
export function createBreaker(fn, { threshold, resetMs, now = Date.now }) {
  let failures = 0;
  let openedAt = null;
  return async (...args) => {
    if (openedAt !== null && now() - openedAt < resetMs) {
      throw Object.assign(new Error('open'), { code: 'OPEN' });
    }
    const seen = openedAt;
    try {
      const value = await fn(...args);
      if (seen === openedAt) {
        openedAt = null;
        failures = 0;
      }
      return value;
    } catch (error) {
      if (seen === openedAt && ++failures >= threshold) openedAt = now();
      throw error;
    }
  };
}
