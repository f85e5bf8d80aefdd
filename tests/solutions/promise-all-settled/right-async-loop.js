export async function settleAll(values) {
  const started = [...values].map((value) => Promise.resolve(value));
  started.forEach((promise) => promise.catch(() => {}));

  const outcomes = [];
  for (const promise of started) {
    try {
      outcomes.push({ status: 'fulfilled', value: await promise });
    } catch (reason) {
      outcomes.push({ status: 'rejected', reason });
    }
  }
  return outcomes;
}
