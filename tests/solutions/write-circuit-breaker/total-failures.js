// fails: a success between two failures resets the count
export function createBreaker(fn, { threshold, resetMs, now = Date.now }) {
  let failures = 0;
  let openedAt = null;
  let trial = false;
  return async (...args) => {
    const isTrial = openedAt !== null && !trial && now() - openedAt >= resetMs;
    if (openedAt !== null && !isTrial) throw Object.assign(new Error('open'), { code: 'OPEN' });
    trial = isTrial;
    const seen = openedAt;
    try {
      const value = await fn(...args);
      if (isTrial) {
        openedAt = null;
        failures = 0;
      }
      return value;
    } catch (error) {
      if (seen === openedAt && (++failures >= threshold || isTrial)) openedAt = now();
      throw error;
    } finally {
      if (isTrial) trial = false;
    }
  };
}
