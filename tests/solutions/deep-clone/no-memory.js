// fails: keeps cycles
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

export function deepClone(value) {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return new Date(value);
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [deepClone(key), deepClone(item)]));
  }
  if (value instanceof Set) return new Set([...value].map((item) => deepClone(item)));
  return copyInto(Array.isArray(value) ? [] : {}, value, deepClone);
}
