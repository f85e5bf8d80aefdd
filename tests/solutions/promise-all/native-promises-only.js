// fails: takes objects with a then method
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const results = [];
    let missing = list.length;
    const put = (index, result) => {
      results[index] = result;
      missing -= 1;
      if (missing === 0) resolve(results);
    };
    if (missing === 0) resolve(results);
    list.forEach((value, index) => {
      if (value instanceof Promise) value.then((result) => put(index, result), reject);
      else put(index, value);
    });
  });
}
