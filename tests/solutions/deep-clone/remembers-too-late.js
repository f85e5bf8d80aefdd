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

export function deepClone(value, copies = new Map()) {
  if (value === null || typeof value !== 'object') return value;
  if (copies.has(value)) return copies.get(value);
  const clone = (item) => deepClone(item, copies);
  let copy;
  if (value instanceof Date) {
    copy = new Date(value);
  } else if (value instanceof Map) {
    copy = new Map([...value].map(([key, item]) => [clone(key), clone(item)]));
  } else if (value instanceof Set) {
    copy = new Set([...value].map(clone));
  } else {
    copy = copyInto(Array.isArray(value) ? [] : {}, value, clone);
  }
  copies.set(value, copy);
  return copy;
}
