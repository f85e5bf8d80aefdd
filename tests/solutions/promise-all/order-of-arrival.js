// fails: is fulfilled with all results in the order of the values
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const results = [];
    if (list.length === 0) resolve(results);
    for (const value of list) {
      Promise.resolve(value).then((result) => {
        results.push(result);
        if (results.length === list.length) resolve(results);
      }, reject);
    }
  });
}
