// fails: reports a value that is an error as fulfilled
export async function settleAll(values) {
  const results = await Promise.all(Array.from(values, (value) =>
    Promise.resolve(value).catch((reason) =>
      reason instanceof Error ? reason : { rejectedWith: reason })));
  return results.map((result) => {
    if (result instanceof Error) return { status: 'rejected', reason: result };
    if (result && typeof result === 'object' && 'rejectedWith' in result) {
      return { status: 'rejected', reason: result.rejectedWith };
    }
    return { status: 'fulfilled', value: result };
  });
}
