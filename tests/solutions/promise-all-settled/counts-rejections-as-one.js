// fails: is fulfilled if all values are rejected
export function settleAll(values) {
  return new Promise((resolve, reject) => {
    const list = [...values];
    const outcomes = [];
    let missing = list.length;
    let failed = 0;
    if (missing === 0) resolve(outcomes);
    list.forEach((item, index) => {
      Promise.resolve(item)
        .then(
          (value) => ({ status: 'fulfilled', value }),
          (reason) => {
            failed += 1;
            return { status: 'rejected', reason };
          },
        )
        .then((outcome) => {
          outcomes[index] = outcome;
          missing -= 1;
          if (missing > 0) return;
          if (failed === list.length) reject(new AggregateError([]));
          else resolve(outcomes);
        });
    });
  });
}
