// fails: is rejected with a TimeoutError after ms, even if run goes on
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const own = signal ? AbortSignal.any([controller.signal, signal]) : controller.signal;
  const timer = setTimeout(() => controller.abort(new Error('timeout')), ms);
  const stopped = new Promise((resolve, reject) => {
    own.addEventListener('abort', () => reject(own.reason));
  });
  return Promise.race([run(own), stopped]).finally(() => clearTimeout(timer));
}
