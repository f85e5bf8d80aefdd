// fails: a chain of 30,000 names works
export function topologicalOrder(dependencies) {
  const done = new Set();
  const path = [];
  const visit = (name) => {
    if (done.has(name)) return;
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name];
      throw Object.assign(new Error('cycle'), { code: 'CYCLE', cycle });
    }
    path.push(name);
    for (const other of dependencies.get(name) ?? []) visit(other);
    path.pop();
    done.add(name);
  };
  for (const name of dependencies.keys()) visit(name);
  return [...done];
}
