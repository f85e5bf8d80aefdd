// fails: more than capacity throws a RangeError
export function createBucket({ capacity, perSecond, now = Date.now }) {
  let tokens = capacity;
  let last = now();
  return (count = 1) => {
    tokens = Math.min(capacity, tokens + ((now() - last) / 1000) * perSecond);
    last = now();
    if (tokens < count) return Math.ceil(((count - tokens) / perSecond) * 1000);
    tokens -= count;
    return 0;
  };
}
