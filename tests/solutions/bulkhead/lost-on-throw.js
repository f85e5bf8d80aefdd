// fails: a task that throws rejects and makes room for the next
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
          resolve();
        };
        signal?.addEventListener('abort', leave);
        waiting.push(go);
      });
    }
    running++;
    return Promise.resolve(task()).finally(() => {
      running--;
      waiting.shift()?.();
    });
  };
}
