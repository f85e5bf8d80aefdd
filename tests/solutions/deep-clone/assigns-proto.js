// fails: keeps an own key named __proto__ and the prototype
export function deepClone(value, copies = new Map()) {
  if (value === null || typeof value !== 'object') return value;
  if (copies.has(value)) return copies.get(value);
  if (value instanceof Date) return new Date(value);
  const empty = value instanceof Map ? new Map() : value instanceof Set ? new Set() : null;
  const copy = empty ?? (Array.isArray(value) ? [] : {});
  copies.set(value, copy);
  if (value instanceof Map) {
    for (const [key, item] of value) copy.set(deepClone(key, copies), deepClone(item, copies));
  } else if (value instanceof Set) {
    for (const item of value) copy.add(deepClone(item, copies));
  } else {
    for (const key of Object.keys(value)) copy[key] = deepClone(value[key], copies);
  }
  return copy;
}
