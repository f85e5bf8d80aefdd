// fails: redacts at any depth, in objects and arrays
export function createLogger({ write, redact = [], now = Date.now }) {
  const secret = new Set(redact.map((name) => name.toLowerCase()));
  const replacer = () => {
    const seen = [];
    return function (key, value) {
      if (typeof value === 'bigint') return String(value);
      if (typeof value !== 'object' || value === null) return value;
      while (seen.length > 0 && seen.at(-1) !== this) seen.pop();
      if (seen.includes(value)) return '[circular]';
      seen.push(value);
      return value;
    };
  };
  const log = (level, message, fields = {}) => {
    const line = { ...fields, level, time: now(), message };
    for (const name of Object.keys(line)) if (secret.has(name.toLowerCase())) line[name] = '[redacted]';
    write(`${JSON.stringify(line, replacer())}\n`);
  };
  return { info: (m, f) => log('info', m, f), error: (m, f) => log('error', m, f) };
}
