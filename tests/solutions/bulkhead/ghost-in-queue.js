// fails: an aborted task frees its place in the queue
export function createBulkhead({ concurrency, queue }) {
  let running = 0;
  const waiting = [];
  return async (task, { signal } = {}) => {
    signal?.throwIfAborted();
    if (running >= concurrency) {
      if (waiting.length >= queue) throw Object.assign(new Error('full'), { code: 'FULL' });
      await new Promise((resolve, reject) => {
        const leave = () => reject(signal.reason);
        signal?.addEventListener('abort', leave);
        waiting.push({
          signal,
          go() {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        });
      });
    }
    running++;
    try {
      return await task();
    } finally {
      running--;
      while (waiting[0]?.signal?.aborted) waiting.shift();
      waiting.shift()?.go();
    }
  };
}
