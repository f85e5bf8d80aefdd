// fails: is fulfilled with an empty array for no items
export function mapLimit(items, limit, fn) {
  return new Promise((resolve, reject) => {
    const results = [];
    let next = 0;
    let missing = items.length;
    let failed = false;
    async function start() {
      if (failed || next >= items.length) return;
      const index = next++;
      try {
        results[index] = await fn(items[index], index);
        missing -= 1;
        if (missing === 0) resolve(results);
        start();
      } catch (error) {
        failed = true;
        reject(error);
      }
    }
    for (let i = 0; i < limit; i += 1) start();
  });
}
