// fails: leaves nothing of an empty array
export function flatten(list, depth = Infinity) {
  return list.reduce((all, item) => {
    if (!Array.isArray(item) || item.length === 0 || depth === 0) return [...all, item];
    return [...all, ...flatten(item, depth - 1)];
  }, []);
}
