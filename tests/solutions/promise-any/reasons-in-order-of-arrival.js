// fails: lists the reasons in the order of the values
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const errors = [];
    if (list.length === 0) reject(new AggregateError([]));
    for (const value of list) {
      Promise.resolve(value).then(resolve, (reason) => {
        errors.push(reason);
        if (errors.length === list.length) reject(new AggregateError(errors));
      });
    }
  });
}
