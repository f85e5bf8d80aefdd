// fails: is rejected with an AggregateError when all are rejected
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const errors = [];
    let missing = list.length;
    const give = () => reject(Object.assign(new Error('all promises were rejected'), { errors }));
    if (missing === 0) give();
    list.forEach((value, index) => {
      Promise.resolve(value).then(resolve, (reason) => {
        errors[index] = reason;
        missing -= 1;
        if (missing === 0) give();
      });
    });
  });
}
