// fails: takes the arguments in groups of any size
export function curry(fn) {
  const collect = (args) => (arg) => {
    const all = [...args, arg];
    return all.length >= fn.length ? fn(...all) : collect(all);
  };
  return collect([]);
}
