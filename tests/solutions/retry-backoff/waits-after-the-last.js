// fails: does not wait after the last attempt
export async function retry(fn, { attempts, isRetryable, base, max, random, sleep }) {
  let last;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await fn(attempt);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      last = error;
      await sleep(random() * Math.min(base * 2 ** (attempt - 1), max));
    }
  }
  throw last;
}
