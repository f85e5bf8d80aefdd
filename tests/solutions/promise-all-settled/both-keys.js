// fails: describes each outcome by its status and its value or reason
export function settleAll(values) {
  return Promise.all(Array.from(values, (value) =>
    Promise.resolve(value).then(
      (result) => ({ status: 'fulfilled', value: result, reason: undefined }),
      (reason) => ({ status: 'rejected', value: undefined, reason }),
    )));
}
