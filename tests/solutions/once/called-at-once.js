// fails: passes this and the arguments to fn
export function once(fn) {
  const result = fn();
  return () => result;
}
