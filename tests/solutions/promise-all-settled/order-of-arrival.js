// fails: lists the outcomes in the order of the values
export function settleAll(values) {
  return new Promise((resolve) => {
    const list = [...values];
    const outcomes = [];
    const add = (outcome) => {
      outcomes.push(outcome);
      if (outcomes.length === list.length) resolve(outcomes);
    };
    if (list.length === 0) resolve(outcomes);
    for (const value of list) {
      Promise.resolve(value).then(
        (result) => add({ status: 'fulfilled', value: result }),
        (reason) => add({ status: 'rejected', reason }),
      );
    }
  });
}
