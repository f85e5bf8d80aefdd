// One replacer for JSON.stringify; `this` is the object that holds the value.
function replacer(secret) {
  const parents = [];
  return function replace(key, value) {
    if (!Array.isArray(this) && secret.has(key.toLowerCase())) return '[redacted]';
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    while (parents.length > 0 && parents.at(-1).holder !== this) parents.pop();
    if (parents.some(({ original }) => original === value)) return '[circular]';
    let holder = value;
    if (value instanceof Error) {
      holder = { name: value.name, message: value.message, stack: value.stack };
      if ('code' in value) holder.code = value.code;
      if ('cause' in value) holder.cause = value.cause;
    }
    parents.push({ holder, original: value });
    return holder;
  };
}

export function createLogger({ write, redact = [], now = Date.now }) {
  const secret = new Set(redact.map((name) => name.toLowerCase()));
  const logAs = (level) => (message, fields) => {
    const line = Object.assign({}, fields, { level, time: now(), message });
    write(JSON.stringify(line, replacer(secret)) + '\n');
  };
  return { info: logAs('info'), error: logAs('error') };
}
