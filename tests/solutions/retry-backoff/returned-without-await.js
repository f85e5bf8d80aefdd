// fails: returns the result of the first attempt that succeeds
export async function retry(fn, { attempts, isRetryable, base, max, random, sleep }) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return fn(attempt);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
    }
    await sleep(random() * Math.min(base * 2 ** (attempt - 1), max));
  }
}
