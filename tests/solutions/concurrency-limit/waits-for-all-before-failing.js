// fails: is rejected at once with the first failure
export async function mapLimit(items, limit, fn) {
  const results = [];
  let next = 0;
  let failure;
  async function worker() {
    while (next < items.length && !failure) {
      const index = next++;
      try {
        results[index] = await fn(items[index], index);
      } catch (error) {
        failure ??= { error };
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, worker));
  if (failure) throw failure.error;
  return results;
}
