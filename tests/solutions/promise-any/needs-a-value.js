// fails: is fulfilled with undefined too
export function firstFulfilled(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const errors = [];
    let missing = list.length;
    if (missing === 0) reject(new AggregateError(errors));
    list.forEach(async (item, index) => {
      const value = await Promise.resolve(item).catch((error) => {
        errors[index] = error;
      });
      if (value !== undefined) resolve(value);
      missing -= 1;
      if (missing === 0) reject(new AggregateError(errors));
    });
  });
}
