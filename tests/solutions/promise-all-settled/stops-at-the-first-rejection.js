// fails: waits for all values after a rejection
export async function settleAll(values) {
  const outcomes = [];
  try {
    await Promise.all(Array.from(values, async (value, index) => {
      outcomes[index] = { status: 'fulfilled', value: await value };
    }));
  } catch (reason) {
    outcomes.push({ status: 'rejected', reason });
  }
  return outcomes;
}
