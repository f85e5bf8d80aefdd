// fails: is rejected with the reason of the caller, even if run goes on
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const own = AbortSignal.timeout(ms);
  const stopped = new Promise((resolve, reject) => {
    own.addEventListener('abort', () => reject(own.reason));
  });
  return Promise.race([run(own), stopped]);
}
