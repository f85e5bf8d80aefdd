// fails: copies an object that occurs twice only once
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

export function deepClone(value, parents = []) {
  if (value === null || typeof value !== 'object') return value;
  const known = parents.find((parent) => parent.value === value);
  if (known) return known.copy;
  const enter = (copy) => [...parents, { value, copy }];
  if (value instanceof Date) return new Date(value);
  if (value instanceof Map) {
    const copy = new Map();
    const path = enter(copy);
    for (const [key, item] of value) copy.set(deepClone(key, path), deepClone(item, path));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set();
    const path = enter(copy);
    for (const item of value) copy.add(deepClone(item, path));
    return copy;
  }
  const copy = Array.isArray(value) ? [] : {};
  const path = enter(copy);
  return copyInto(copy, value, (item) => deepClone(item, path));
}
