// fails: aborts the signal of run when the time is over
export async function withTimeout(run, ms, signal = new AbortController().signal) {
  signal.throwIfAborted();
  const own = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  const stopped = new Promise((resolve, reject) => {
    own.addEventListener('abort', () => reject(own.reason));
  });
  return Promise.race([run(signal), stopped]);
}
