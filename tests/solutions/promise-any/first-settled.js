// fails: passes over earlier rejections
export function firstFulfilled(values) {
  const list = [...values];
  if (list.length === 0) return Promise.reject(new AggregateError([]));
  return Promise.race(list);
}
