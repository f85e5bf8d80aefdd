// fails: no listener is left on the signal
export function createBulkhead({ concurrency, queue }) {
  let running = 0;
  const waiting = [];
  return async (task, { signal } = {}) => {
    signal?.throwIfAborted();
    if (running >= concurrency) {
      if (waiting.length >= queue) throw Object.assign(new Error('full'), { code: 'FULL' });
      await new Promise((resolve, reject) => {
        const go = () => {
          running++;
          resolve();
        };
        waiting.push(go);
        signal?.addEventListener('abort', () => {
          const i = waiting.indexOf(go);
          if (i >= 0) waiting.splice(i, 1);
          reject(signal.reason);
        });
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
