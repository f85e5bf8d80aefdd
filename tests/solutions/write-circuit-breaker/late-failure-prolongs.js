// fails: a late failure of an earlier call does not keep it open longer
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
      if (seen === openedAt) {
        openedAt = null;
        failures = 0;
      }
      return value;
    } catch (error) {
      if (++failures >= threshold || isTrial) openedAt = now();
      throw error;
    } finally {
      if (isTrial) trial = false;
    }
  };
}
