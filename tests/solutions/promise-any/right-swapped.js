// Success and failure change places, so that Promise.all can do the work.
export async function firstFulfilled(values) {
  const swapped = Array.from(values, async (value) => {
    let result;
    try {
      result = await value;
    } catch (reason) {
      return reason;
    }
    throw { result };
  });

  let reasons;
  try {
    reasons = await Promise.all(swapped);
  } catch (success) {
    return success.result;
  }
  throw new AggregateError(reasons);
}
