// fails: writes errors with name, message, stack and code
export function createLogger({ write, redact = [], now = Date.now }) {
  const secret = new Set(redact.map((name) => name.toLowerCase()));
  const clean = (value, path = []) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (path.includes(value)) return '[circular]';
    if (Array.isArray(value)) return value.map((item) => clean(item, [...path, value]));
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        secret.has(name.toLowerCase()) ? '[redacted]' : clean(item, [...path, value]),
      ]),
    );
  };
  const log = (level, message, fields) =>
    write(`${JSON.stringify({ ...clean(fields), level, time: now(), message })}\n`);
  return { info: (m, f) => log('info', m, f), error: (m, f) => log('error', m, f) };
}
