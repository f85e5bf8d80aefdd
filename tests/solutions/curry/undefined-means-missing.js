// fails: counts undefined as an argument
export function curry(fn) {
  const collect = (args) => (...more) => {
    const all = [...args, ...more].filter((arg) => arg !== undefined);
    return all.length >= fn.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
