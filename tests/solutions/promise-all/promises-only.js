// fails: takes plain values, undefined included
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const results = [];
    let missing = list.length;
    if (missing === 0) resolve(results);
    list.forEach((value, index) => {
      value.then((result) => {
        results[index] = result;
        missing -= 1;
        if (missing === 0) resolve(results);
      }, reject);
    });
  });
}
