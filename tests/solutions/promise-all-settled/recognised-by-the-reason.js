// fails: reports a rejection without a reason as rejected
export function settleAll(values) {
  return Promise.all(Array.from(values, async (value) => {
    let result;
    let reason;
    try {
      result = await value;
    } catch (error) {
      reason = error;
    }
    return reason ? { status: 'rejected', reason } : { status: 'fulfilled', value: result };
  }));
}
