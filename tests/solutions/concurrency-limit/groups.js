// fails: starts the next call as soon as one ends
export async function mapLimit(items, limit, fn) {
  const results = [];
  for (let i = 0; i < items.length; i += limit) {
    const group = items.slice(i, i + limit).map(async (item, j) => fn(item, i + j));
    results.push(...(await Promise.all(group)));
  }
  return results;
}
