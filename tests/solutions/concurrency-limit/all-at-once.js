// fails: never runs more calls than the limit
export async function mapLimit(items, limit, fn) {
  return Promise.all(items.map(async (item, index) => fn(item, index)));
}
