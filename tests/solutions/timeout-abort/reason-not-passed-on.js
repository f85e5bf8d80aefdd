// fails: aborts the signal of run with the reason of the caller
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers();
  const onAbort = () => {
    controller.abort();
    reject(signal.reason);
  };
  const timer = setTimeout(() => {
    controller.abort();
    reject(new DOMException('too slow', 'TimeoutError'));
  }, ms);
  signal?.addEventListener('abort', onAbort);
  try {
    return await Promise.race([run(controller.signal), promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
