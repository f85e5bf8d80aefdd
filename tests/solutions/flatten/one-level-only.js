// fails: opens all levels without a depth
export function flatten(list, depth = Infinity) {
  if (depth === 0) return [...list];
  return [].concat(...list);
}
