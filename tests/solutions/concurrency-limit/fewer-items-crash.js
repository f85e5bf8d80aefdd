// fails: ends if there are fewer items than the limit
export async function mapLimit(items, limit, fn) {
  const results = [];
  let next = 0;
  let failed = false;
  async function worker() {
    do {
      const index = next++;
      try {
        results[index] = await fn(items[index], index);
      } catch (error) {
        failed = true;
        throw error;
      }
    } while (next < items.length && !failed);
  }
  await Promise.all(Array.from({ length: items.length && limit }, worker));
  return results;
}
