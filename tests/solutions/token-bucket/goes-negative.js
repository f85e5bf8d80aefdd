// fails: a refused take removes nothing
export function createBucket({ capacity, perSecond, now = Date.now }) {
  let tokens = capacity;
  let last = now();
  return (count = 1) => {
    if (count > capacity) throw new RangeError('too many');
    tokens = Math.min(capacity, tokens + ((now() - last) / 1000) * perSecond);
    last = now();
    tokens -= count;
    return tokens < 0 ? Math.ceil((-tokens / perSecond) * 1000) : 0;
  };
}
