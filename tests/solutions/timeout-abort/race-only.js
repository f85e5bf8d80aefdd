// fails: aborts the signal of run when the time is over
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const own = new AbortController();
  let timer;
  let onAbort;
  const stopped = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new DOMException('too slow', 'TimeoutError')), ms);
    onAbort = () => {
      own.abort(signal.reason);
      reject(signal.reason);
    };
    signal?.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([run(own.signal), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
