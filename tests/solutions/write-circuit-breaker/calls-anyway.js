// fails: opens after threshold failures and then does not call fn
export function createBreaker(fn, { threshold, resetMs, now = Date.now }) {
  let failures = 0;
  let openedAt = null;
  return async (...args) => {
    const value = fn(...args);
    if (openedAt !== null && now() - openedAt < resetMs) {
      Promise.resolve(value).catch(() => {});
      throw Object.assign(new Error('open'), { code: 'OPEN' });
    }
    try {
      const result = await value;
      failures = 0;
      openedAt = null;
      return result;
    } catch (error) {
      if (++failures >= threshold) openedAt = now();
      throw error;
    }
  };
}
