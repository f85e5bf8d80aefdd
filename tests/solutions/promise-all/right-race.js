export async function promiseAll(values) {
  const promises = Array.from(values, (value) => Promise.resolve(value));

  const failure = new Promise((resolve, reject) => {
    for (const promise of promises) promise.catch(reject);
  });

  const results = [];
  for (const promise of promises) results.push(await Promise.race([promise, failure]));
  return results;
}
