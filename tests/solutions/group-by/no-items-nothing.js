// fails: returns an empty map for no items
export function groupItems(items, keyOf) {
  const list = [...items];
  if (list.length === 0) return undefined;
  const groups = new Map();
  list.forEach((item, index) => {
    const key = keyOf(item, index);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  });
  return groups;
}
