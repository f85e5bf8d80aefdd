// fails: gives up after the last attempt, with its error
export async function retry(fn, { attempts, isRetryable, base, max, random, sleep }) {
  let first;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await fn(attempt);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      first ??= error;
    }
    if (attempt < attempts) await sleep(random() * Math.min(base * 2 ** (attempt - 1), max));
  }
  throw first;
}
