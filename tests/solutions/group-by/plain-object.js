// fails: keeps 1 and "1" apart
export function groupItems(items, keyOf) {
  const groups = {};
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    (groups[key] ??= []).push(item);
  }
  return new Map(Object.entries(groups));
}
