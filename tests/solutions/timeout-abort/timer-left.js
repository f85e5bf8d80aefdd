// fails: leaves no timer that keeps the process alive
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const own = signal ? AbortSignal.any([controller.signal, signal]) : controller.signal;
  setTimeout(() => controller.abort(new DOMException('too slow', 'TimeoutError')), ms);
  return Promise.race([
    run(own),
    new Promise((resolve, reject) => {
      own.addEventListener('abort', () => reject(own.reason));
    }),
  ]);
}
