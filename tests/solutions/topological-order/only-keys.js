// fails: names that occur only as a dependency are in the result
export function topologicalOrder(dependencies) {
  const users = new Map();
  const missing = new Map();
  for (const name of dependencies.keys()) {
    users.set(name, []);
    missing.set(name, 0);
  }
  for (const [name, list] of dependencies) {
    for (const other of list) {
      if (!dependencies.has(other)) continue;
      users.get(other).push(name);
      missing.set(name, missing.get(name) + 1);
    }
  }
  const order = [...missing.keys()].filter((name) => missing.get(name) === 0);
  for (const name of order) {
    for (const user of users.get(name)) {
      missing.set(user, missing.get(user) - 1);
      if (missing.get(user) === 0) order.push(user);
    }
  }
  if (order.length < missing.size) throw Object.assign(new Error('cycle'), { code: 'CYCLE', cycle: [] });
  return order;
}
