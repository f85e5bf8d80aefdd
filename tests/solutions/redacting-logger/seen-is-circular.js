// fails: the same object in two places is written twice
export function createLogger({ write, redact = [], now = Date.now }) {
  const secret = new Set(redact.map((name) => name.toLowerCase()));
  const clean = (value, seen = new WeakSet()) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return '[circular]';
    seen.add(value);
    if (Array.isArray(value)) return value.map((item) => clean(item, seen));
    const { name, message, stack, code, cause } = value;
    const source = value instanceof Error ? { name, message, stack, code, cause } : value;
    return Object.fromEntries(
      Object.entries(source).map(([key, item]) => [
        key,
        secret.has(key.toLowerCase()) ? '[redacted]' : clean(item, seen),
      ]),
    );
  };
  const log = (level, message, fields) =>
    write(`${JSON.stringify({ ...clean(fields), level, time: now(), message })}\n`);
  return { info: (m, f) => log('info', m, f), error: (m, f) => log('error', m, f) };
}
