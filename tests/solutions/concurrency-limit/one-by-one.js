// fails: starts as many calls as the limit allows
export async function mapLimit(items, limit, fn) {
  const results = [];
  for (const [index, item] of items.entries()) results.push(await fn(item, index));
  return results;
}
