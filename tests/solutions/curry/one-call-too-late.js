// fails: calls a function without parameters at once
export function curry(fn) {
  const collect = (args) => (...more) => {
    const all = [...args, ...more];
    return all.length > 0 && all.length >= fn.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
