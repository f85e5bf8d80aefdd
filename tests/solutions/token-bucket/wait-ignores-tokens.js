// fails: the time to wait counts what is already in the bucket
export function createBucket({ capacity, perSecond, now = Date.now }) {
  let tokens = capacity;
  let last = now();
  return (count = 1) => {
    if (count > capacity) throw new RangeError('too many');
    tokens = Math.min(capacity, tokens + ((now() - last) / 1000) * perSecond);
    last = now();
    if (tokens < count) return Math.ceil((count / perSecond) * 1000);
    tokens -= count;
    return 0;
  };
}
