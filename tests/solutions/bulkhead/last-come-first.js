// fails: starts waiting tasks in the order in which they arrived
export function createBulkhead({ concurrency, queue }) {
  let running = 0;
  const waiting = [];
  return async (task, { signal } = {}) => {
    signal?.throwIfAborted();
    if (running >= concurrency) {
      if (waiting.length >= queue) throw Object.assign(new Error('full'), { code: 'FULL' });
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
      waiting.pop()?.();
    }
  };
}
