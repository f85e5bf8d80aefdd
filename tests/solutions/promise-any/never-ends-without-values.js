// fails: is rejected with an empty AggregateError if there are no values
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const errors = [];
    let missing = list.length;
    list.forEach((value, index) => {
      Promise.resolve(value).then(resolve, (reason) => {
        errors[index] = reason;
        missing -= 1;
        if (missing === 0) reject(new AggregateError(errors));
      });
    });
  });
}
