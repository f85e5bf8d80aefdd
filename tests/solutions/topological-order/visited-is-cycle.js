// fails: a dependency that two names share occurs once
export function topologicalOrder(dependencies) {
  const visited = new Set();
  const order = [];
  const visit = (name, path) => {
    if (visited.has(name)) {
      throw Object.assign(new Error('cycle'), { code: 'CYCLE', cycle: [...path.slice(path.indexOf(name)), name] });
    }
    visited.add(name);
    for (const other of dependencies.get(name) ?? []) visit(other, [...path, name]);
    order.push(name);
  };
  for (const name of dependencies.keys()) if (!visited.has(name)) visit(name, []);
  return order;
}
