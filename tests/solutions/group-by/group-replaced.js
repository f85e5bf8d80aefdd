// fails: collects the items of each key in their order
export function groupItems(items, keyOf) {
  const groups = new Map();
  let index = 0;
  for (const item of items) groups.set(keyOf(item, index++), [item]);
  return groups;
}
