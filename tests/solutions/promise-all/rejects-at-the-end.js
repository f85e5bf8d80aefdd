// fails: is rejected at once, without waiting for the others
export function promiseAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const results = [];
    let missing = list.length;
    let failure;
    if (missing === 0) resolve(results);
    const oneLess = () => {
      missing -= 1;
      if (missing > 0) return;
      if (failure) reject(failure.error);
      else resolve(results);
    };
    list.forEach((value, index) => {
      Promise.resolve(value).then(
        (result) => {
          results[index] = result;
          oneLess();
        },
        (error) => {
          failure ??= { error };
          oneLess();
        },
      );
    });
  });
}
