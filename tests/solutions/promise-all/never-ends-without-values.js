// fails: is fulfilled with an empty array if there are no values
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const results = [];
    let missing = list.length;
    list.forEach((value, index) => {
      Promise.resolve(value).then((result) => {
        results[index] = result;
        missing -= 1;
        if (missing === 0) resolve(results);
      }, reject);
    });
  });
}
