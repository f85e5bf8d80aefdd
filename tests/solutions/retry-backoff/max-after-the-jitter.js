// fails: keeps the limit of the wait at max
export async function retry(fn, { attempts, isRetryable, base, max, random, sleep }) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fn(attempt);
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
    }
    await sleep(Math.min(random() * base * 2 ** (attempt - 1), max));
  }
}
