// fails: the cycle holds no name that only leads to it or comes from it
export function topologicalOrder(dependencies) {
  const left = new Map();
  for (const [name, list] of dependencies) {
    left.set(name, new Set(list));
    for (const other of list) if (!left.has(other)) left.set(other, new Set(dependencies.get(other)));
  }
  const order = [];
  const ready = [...left.keys()].filter((name) => left.get(name).size === 0);
  const waiting = new Map();
  for (const [name, set] of left) for (const other of set) waiting.set(other, [...(waiting.get(other) ?? []), name]);
  while (ready.length > 0) {
    const name = ready.pop();
    order.push(name);
    left.delete(name);
    for (const other of waiting.get(name) ?? []) {
      left.get(other).delete(name);
      if (left.get(other).size === 0) ready.push(other);
    }
  }
  if (left.size > 0) {
    const names = [...left.keys()];
    throw Object.assign(new Error('cycle'), { code: 'CYCLE', cycle: [...names, names[0]] });
  }
  return order;
}
