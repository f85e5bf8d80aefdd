// fails: changes nothing in the fields
export function createLogger({ write, redact = [], now = Date.now }) {
  const secret = new Set(redact.map((name) => name.toLowerCase()));
  const plain = (error) => ({
    name: error.name,
    message: error.message,
    stack: error.stack,
    code: error.code,
    cause: error.cause,
  });
  const clean = (value, path = []) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (path.includes(value)) return '[circular]';
    const target = value instanceof Error ? plain(value) : value;
    for (const name of Object.keys(target)) {
      target[name] = secret.has(name.toLowerCase()) ? '[redacted]' : clean(target[name], [...path, value]);
    }
    return target;
  };
  const log = (level, message, fields) =>
    write(`${JSON.stringify({ ...clean(fields), level, time: now(), message })}\n`);
  return { info: (m, f) => log('info', m, f), error: (m, f) => log('error', m, f) };
}
