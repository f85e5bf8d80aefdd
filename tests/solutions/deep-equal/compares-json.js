// fails: ignores the order of keys
export function isEqual(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
