// fails: a cycle throws CYCLE and names the cycle
export function topologicalOrder(dependencies) {
  const missing = new Map();
  for (const [name, list] of dependencies) {
    missing.set(name, new Set(list));
    for (const other of list) if (!dependencies.has(other)) missing.set(other, new Set());
  }
  const users = new Map([...missing.keys()].map((name) => [name, []]));
  for (const [name, list] of missing) for (const other of list) users.get(other).push(name);
  const order = [...missing.keys()].filter((name) => missing.get(name).size === 0);
  for (const name of order) {
    for (const user of users.get(name)) {
      missing.get(user).delete(name);
      if (missing.get(user).size === 0) order.push(user);
    }
  }
  return order;
}
