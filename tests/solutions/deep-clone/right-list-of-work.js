function shellOf(value) {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Map) return new Map();
  if (value instanceof Set) return new Set();
  return Array.isArray(value) ? new Array(value.length) : {};
}

export function deepClone(root) {
  const copies = new Map();
  const todo = [];

  function copyOf(value) {
    if (typeof value !== 'object' || value === null) return value;
    if (!copies.has(value)) {
      copies.set(value, shellOf(value));
      todo.push(value);
    }
    return copies.get(value);
  }

  const result = copyOf(root);
  while (todo.length > 0) {
    const value = todo.pop();
    const copy = copies.get(value);
    if (value instanceof Map) {
      for (const [key, item] of value) copy.set(copyOf(key), copyOf(item));
    } else if (value instanceof Set) {
      for (const item of value) copy.add(copyOf(item));
    } else {
      for (const [key, item] of Object.entries(value)) {
        Object.defineProperty(copy, key, {
          value: copyOf(item),
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
    }
  }
  return result;
}
