// fails: is fulfilled with the value that comes first in time
export async function firstFulfilled(values) {
  const promises = [...values].map((value) => Promise.resolve(value));
  for (const promise of promises) promise.catch(() => {});
  const errors = [];
  for (const promise of promises) {
    try {
      return await promise;
    } catch (error) {
      errors.push(error);
    }
  }
  throw new AggregateError(errors);
}
