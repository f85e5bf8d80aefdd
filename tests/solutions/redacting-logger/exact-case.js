// fails: redacts whatever the letter case
export function createLogger({ write, redact = [], now = Date.now }) {
  const clean = (value, path = []) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (path.includes(value)) return '[circular]';
    if (Array.isArray(value)) return value.map((item) => clean(item, [...path, value]));
    const { name, message, stack, code, cause } = value;
    const source = value instanceof Error ? { name, message, stack, code, cause } : value;
    return Object.fromEntries(
      Object.entries(source).map(([key, item]) => [
        key,
        redact.includes(key) ? '[redacted]' : clean(item, [...path, value]),
      ]),
    );
  };
  const log = (level, message, fields) =>
    write(`${JSON.stringify({ ...clean(fields), level, time: now(), message })}\n`);
  return { info: (m, f) => log('info', m, f), error: (m, f) => log('error', m, f) };
}
