// fails: accepts objects as keys
export function groupItems(items, keyOf) {
  const groups = new Map();
  [...items].forEach((item, index) => {
    const key = JSON.stringify(keyOf(item, index));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  });
  return new Map([...groups].map(([key, group]) => [JSON.parse(key), group]));
}
