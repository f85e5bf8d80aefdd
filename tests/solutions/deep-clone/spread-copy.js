// fails: copies nested objects and arrays
export function deepClone(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return [...value];
  return { ...value };
}
