function kindOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return typeof value;
}

export function isEqual(a, b) {
  const pairs = [[a, b]];
  while (pairs.length > 0) {
    const [left, right] = pairs.pop();
    const kind = kindOf(left);
    if (kind !== kindOf(right)) return false;
    if (kind === 'date') {
      pairs.push([left.getTime(), right.getTime()]);
    } else if (kind === 'array' || kind === 'object') {
      const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
      if (kind === 'array' && left.length !== right.length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) return false;
        pairs.push([left[key], right[key]]);
      }
    } else if (!Object.is(left, right)) {
      return false;
    }
  }
  return true;
}
