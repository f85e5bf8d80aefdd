// fails: accepts any iterable
export function groupItems(items, keyOf) {
  return items.reduce((groups, item, index) => {
    const key = keyOf(item, index);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
    return groups;
  }, new Map());
}
