export function mapLimit(items, limit, fn) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const waiting = [...items.entries()].reverse();
  const results = [];
  let running = 0;

  function fail(error) {
    waiting.length = 0;
    reject(error);
  }

  function fill() {
    if (running === 0 && waiting.length === 0) resolve(results);
    while (running < limit && waiting.length > 0) {
      const [index, item] = waiting.pop();
      running += 1;
      new Promise((done) => done(fn(item, index))).then((result) => {
        running -= 1;
        results[index] = result;
        fill();
      }, fail);
    }
  }

  fill();
  return promise;
}
