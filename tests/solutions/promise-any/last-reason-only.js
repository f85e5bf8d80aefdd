// fails: is rejected with an AggregateError when all are rejected
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    let missing = list.length;
    if (missing === 0) reject(new AggregateError([]));
    for (const value of list) {
      Promise.resolve(value).then(resolve, (reason) => {
        missing -= 1;
        if (missing === 0) reject(reason);
      });
    }
  });
}
