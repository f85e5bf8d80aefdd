// fails: leaves the map and its arrays as they were
export function topologicalOrder(dependencies) {
  const state = new Map();
  const order = [];
  for (const start of dependencies.keys()) {
    const path = [start];
    while (path.length > 0) {
      const name = path.at(-1);
      state.set(name, state.get(name) ?? 'open');
      const next = dependencies.get(name)?.shift();
      if (next === undefined) {
        path.pop();
        if (state.get(name) !== 'done') order.push(name);
        state.set(name, 'done');
      } else if (state.get(next) === 'open') {
        const cycle = [...path.slice(path.indexOf(next)), next];
        throw Object.assign(new Error('cycle'), { code: 'CYCLE', cycle });
      } else if (!state.has(next)) {
        path.push(next);
      }
    }
  }
  return order;
}
