// fails: does not change the arrays it is given
export function flatten(list, depth = Infinity) {
  for (let level = 0; level < depth && list.some(Array.isArray); level += 1) {
    for (let i = list.length - 1; i >= 0; i -= 1) {
      if (Array.isArray(list[i])) list.splice(i, 1, ...list[i]);
    }
  }
  return [...list];
}
