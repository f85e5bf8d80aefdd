// fails: is rejected with a TimeoutError after ms, even if run goes on
export async function withTimeout(run, ms, signal) {
  signal?.throwIfAborted();
  const own = AbortSignal.timeout(ms);
  const result = await run(signal ? AbortSignal.any([own, signal]) : own);
  own.throwIfAborted();
  signal?.throwIfAborted();
  return result;
}
