// fails: copies sets with their members
function copyInto(copy, value, clone) {
  for (const key of Object.keys(value)) {
    Object.defineProperty(copy, key, {
      value: clone(value[key]),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}

export function deepClone(value, copies = new Map()) {
  if (value === null || typeof value !== 'object') return value;
  if (copies.has(value)) return copies.get(value);
  if (value instanceof Date) return new Date(value);
  if (value instanceof Set) return new Set(value);
  if (value instanceof Map) {
    const copy = new Map();
    copies.set(value, copy);
    for (const [key, item] of value) copy.set(deepClone(key, copies), deepClone(item, copies));
    return copy;
  }
  const copy = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  return copyInto(copy, value, (item) => deepClone(item, copies));
}
