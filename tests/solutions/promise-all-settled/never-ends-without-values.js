// fails: is fulfilled with an empty array if there are no values
export function settleAll(values) {
  return new Promise((resolve) => {
    const list = [...values];
    const outcomes = [];
    let missing = list.length;
    list.forEach(async (item, index) => {
      try {
        outcomes[index] = { status: 'fulfilled', value: await item };
      } catch (reason) {
        outcomes[index] = { status: 'rejected', reason };
      }
      missing -= 1;
      if (missing === 0) resolve(outcomes);
    });
  });
}
