// fails: waits for all values, even if the last one is there first
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const results = [];
    if (list.length === 0) resolve(results);
    list.forEach((value, index) => {
      Promise.resolve(value).then((result) => {
        results[index] = result;
        if (results.length === list.length) resolve(results);
      }, reject);
    });
  });
}
