// fails: copies maps with their keys and values
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
  if (value instanceof Map) {
    const copy = new Map();
    copies.set(value, copy);
    for (const [key, item] of value) copy.set(key, deepClone(item, copies));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set();
    copies.set(value, copy);
    for (const item of value) copy.add(deepClone(item, copies));
    return copy;
  }
  const copy = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  return copyInto(copy, value, (item) => deepClone(item, copies));
}
