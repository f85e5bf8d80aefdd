// fails: a function that throws without a promise counts as a failure
export function createBreaker(fn, { threshold, resetMs, now = Date.now }) {
  let failures = 0;
  let openedAt = null;
  let trial = false;
  return async (...args) => {
    const isTrial = openedAt !== null && !trial && now() - openedAt >= resetMs;
    if (openedAt !== null && !isTrial) throw Object.assign(new Error('open'), { code: 'OPEN' });
    trial = isTrial;
    const seen = openedAt;
    return fn(...args).then(
      (value) => {
        if (isTrial) trial = false;
        if (seen === openedAt) {
          openedAt = null;
          failures = 0;
        }
        return value;
      },
      (error) => {
        if (isTrial) trial = false;
        if (seen === openedAt && (++failures >= threshold || isTrial)) openedAt = now();
        throw error;
      },
    );
  };
}
