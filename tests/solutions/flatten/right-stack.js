export function flatten(list, depth = Infinity) {
  const result = [];
  const stack = [{ items: list, next: 0 }];
  while (stack.length > 0) {
    const top = stack.at(-1);
    if (top.next === top.items.length) {
      stack.pop();
      continue;
    }
    const item = top.items[top.next];
    top.next += 1;
    if (Array.isArray(item) && stack.length <= depth) stack.push({ items: item, next: 0 });
    else result.push(item);
  }
  return result;
}
