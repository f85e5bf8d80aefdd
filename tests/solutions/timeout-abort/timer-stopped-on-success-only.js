// fails: leaves no timer that keeps the process alive
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const own = signal ? AbortSignal.any([controller.signal, signal]) : controller.signal;
  const timer = setTimeout(() => {
    controller.abort(new DOMException('too slow', 'TimeoutError'));
  }, ms);
  const stopped = new Promise((resolve, reject) => {
    own.addEventListener('abort', () => reject(own.reason));
  });
  const result = await Promise.race([run(own), stopped]);
  clearTimeout(timer);
  return result;
}
