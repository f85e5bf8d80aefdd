import { once } from 'node:events';

export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const own = AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])]);
  const finished = new AbortController();

  const aborted = once(own, 'abort', { signal: finished.signal }).then(() => {
    throw own.reason;
  });
  aborted.catch(() => {});
  try {
    return await Promise.race([aborted, run(own)]);
  } finally {
    finished.abort();
  }
}
