// fails: takes a new random number for each wait
export async function retry(fn, { attempts, isRetryable, base, max, random, sleep }) {
  const jitter = random();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fn(attempt);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
    }
    await sleep(jitter * Math.min(base * 2 ** (attempt - 1), max));
  }
}
