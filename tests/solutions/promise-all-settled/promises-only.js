// fails: takes plain values and any iterable
export function settleAll(values) {
  return Promise.all([...values].map((promise) =>
    promise.then(
      (value) => ({ status: 'fulfilled', value }),
      (reason) => ({ status: 'rejected', reason }),
    )));
}
