// fails: is rejected with the rejection that comes first in time
export async function promiseAll(values) {
  const promises = [...values].map((value) => Promise.resolve(value));
  for (const promise of promises) promise.catch(() => {});
  const results = [];
  for (const promise of promises) results.push(await promise);
  return results;
}
