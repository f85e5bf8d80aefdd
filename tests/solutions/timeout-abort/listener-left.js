// fails: leaves no listener on the signal of the caller
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let timer;
  const stopped = new Promise((resolve, reject) => {
    const stop = (reason) => {
      controller.abort(reason);
      reject(reason);
    };
    timer = setTimeout(() => stop(new DOMException('too slow', 'TimeoutError')), ms);
    signal?.addEventListener('abort', () => stop(signal.reason), { once: true });
  });
  return Promise.race([run(controller.signal), stopped]).finally(() => clearTimeout(timer));
}
