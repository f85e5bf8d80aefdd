// fails: takes plain values and any iterable
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const errors = [];
    let missing = list.length;
    if (missing === 0) reject(new AggregateError(errors));
    list.forEach((promise, index) => {
      promise.then(resolve, (reason) => {
        errors[index] = reason;
        missing -= 1;
        if (missing === 0) reject(new AggregateError(errors));
      });
    });
  });
}
