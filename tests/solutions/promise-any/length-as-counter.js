// fails: waits for the last rejection, even if the last value is rejected first
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const errors = [];
    if (list.length === 0) reject(new AggregateError([]));
    list.forEach((value, index) => {
      Promise.resolve(value).then(resolve, (reason) => {
        errors[index] = reason;
        if (errors.length === list.length) reject(new AggregateError(errors));
      });
    });
  });
}
