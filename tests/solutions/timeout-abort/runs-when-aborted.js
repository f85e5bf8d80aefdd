// fails: does not call run if the signal is aborted from the start
export async function withTimeout(run, ms, signal) {
  const time = AbortSignal.timeout(ms);
  const own = signal ? AbortSignal.any([signal, time]) : time;
  return new Promise((resolve, reject) => {
    if (own.aborted) reject(own.reason);
    own.addEventListener('abort', () => reject(own.reason));
    run(own).then(resolve, reject);
  });
}
