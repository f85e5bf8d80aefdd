// fails: a waiting task whose signal is aborted rejects with the reason and never starts
export function createBulkhead({ concurrency, queue }) {
  let running = 0;
  const waiting = [];
  const next = () => {
    if (running < concurrency && waiting.length > 0) waiting.shift()();
  };
  return (task, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (running >= concurrency && waiting.length >= queue) {
        return reject(Object.assign(new Error('full'), { code: 'FULL' }));
      }
      const leave = () => reject(signal.reason);
      signal?.addEventListener('abort', leave);
      waiting.push(async () => {
        running++;
        signal?.removeEventListener('abort', leave);
        try {
          resolve(await task());
        } catch (error) {
          reject(error);
        }
        running--;
        next();
      });
      next();
    });
}
