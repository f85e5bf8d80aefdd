// fails: an empty bucket returns the milliseconds to wait
export function createBucket({ capacity, perSecond, now = Date.now }) {
  let tokens = capacity;
  let second = Math.floor(now() / 1000);
  return (count = 1) => {
    if (count > capacity) throw new RangeError('too many');
    const current = Math.floor(now() / 1000);
    tokens = Math.min(capacity, tokens + (current - second) * perSecond);
    second = current;
    if (tokens < count) return (second + 1) * 1000 - now();
    tokens -= count;
    return 0;
  };
}
