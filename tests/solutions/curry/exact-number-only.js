// fails: passes arguments beyond the length of fn on
export function curry(fn) {
  const collect = (args) => (...more) => {
    const all = [...args, ...more];
    return all.length === fn.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
