// fails: copies dates
export function deepClone(value) {
  if (value === undefined || typeof value === 'function') return value;
  return JSON.parse(JSON.stringify(value));
}
