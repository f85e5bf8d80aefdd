// fails: opens arrays only
export function flatten(list, depth = Infinity) {
  const result = [];
  for (const item of list) {
    const nested = item !== null && typeof item === 'object' && Symbol.iterator in item;
    if (nested && depth > 0) result.push(...flatten(item, depth - 1));
    else result.push(item);
  }
  return result;
}
