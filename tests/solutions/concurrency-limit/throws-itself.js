// fails: is rejected when fn throws
export function mapLimit(items, limit, fn) {
  return new Promise((resolve, reject) => {
    const results = [];
    let next = 0;
    let missing = items.length;
    let failed = false;
    function start() {
      if (failed || next >= items.length) return;
      const index = next++;
      queueMicrotask(() => {
        fn(items[index], index).then(
          (result) => {
            results[index] = result;
            missing -= 1;
            if (missing === 0) resolve(results);
            start();
          },
          (error) => {
            failed = true;
            reject(error);
          },
        );
      });
    }
    if (missing === 0) resolve(results);
    for (let i = 0; i < limit; i += 1) start();
  });
}
