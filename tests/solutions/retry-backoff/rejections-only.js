// fails: counts an error that fn throws as a failure
export function retry(fn, options, attempt = 1) {
  const { attempts, isRetryable, base, max, random, sleep } = options;
  return Promise.resolve(fn(attempt)).catch(async (error) => {
    if (attempt >= attempts || !isRetryable(error)) throw error;
    await sleep(random() * Math.min(base * 2 ** (attempt - 1), max));
    return retry(fn, options, attempt + 1);
  });
}
