// fails: rejects with FULL when the queue is full
export function createBulkhead({ concurrency }) {
  let running = 0;
  const waiting = [];
  return async (task, { signal } = {}) => {
    signal?.throwIfAborted();
    if (running >= concurrency) {
      await new Promise((resolve, reject) => {
        const leave = () => {
          waiting.splice(waiting.indexOf(go), 1);
          reject(signal.reason);
        };
        const go = () => {
          signal?.removeEventListener('abort', leave);
          running++;
          resolve();
        };
        signal?.addEventListener('abort', leave);
        waiting.push(go);
      });
    } else {
      running++;
    }
    try {
      return await task();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
