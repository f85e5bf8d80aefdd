// fails: is rejected at once, without waiting for the others
export async function promiseAll(values) {
  const results = [];
  for (const value of values) results.push(await value);
  return results;
}
