// fails: takes any iterable
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const results = [];
    let missing = values.length;
    if (missing === 0) resolve(results);
    for (let i = 0; i < values.length; i += 1) {
      Promise.resolve(values[i]).then((result) => {
        results[i] = result;
        missing -= 1;
        if (missing === 0) resolve(results);
      }, reject);
    }
  });
}
