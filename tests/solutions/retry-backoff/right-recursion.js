export async function retry(fn, options) {
  const { attempts, isRetryable, base, max, random, sleep } = options;

  async function attemptFrom(number, limit) {
    const outcome = await new Promise((resolve) => resolve(fn(number))).then(
      (value) => ({ value }),
      (error) => ({ error }),
    );
    if (!('error' in outcome)) return outcome.value;
    if (number === attempts || !isRetryable(outcome.error)) throw outcome.error;
    await sleep(limit * random());
    return attemptFrom(number + 1, Math.min(limit * 2, max));
  }

  return attemptFrom(1, Math.min(base, max));
}
