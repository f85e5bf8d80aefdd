// fails: never runs more calls than the limit
export async function mapLimit(items, limit, fn) {
  const all = [];
  let running = [];
  for (const [index, item] of items.entries()) {
    const job = (async () => fn(item, index))();
    all.push(job);
    running.push(job);
    if (running.length >= limit) {
      await Promise.race(running);
      running = running.slice(1);
    }
  }
  return Promise.all(all);
}
