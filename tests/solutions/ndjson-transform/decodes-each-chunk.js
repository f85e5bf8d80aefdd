// fails: a character may be cut between two chunks
import { Transform } from 'node:stream';

const fail = (line) => Object.assign(new Error('bad line'), { code: 'BAD_LINE', line });

export function parseNdjson() {
  let rest = '';
  let number = 0;
  const parse = (text) => {
    number++;
    if (!text.trim()) return undefined;
    try {
      const value = JSON.parse(text);
      if (Object.prototype.toString.call(value) === '[object Object]') return value;
    } catch {}
    throw fail(number);
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      try {
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop();
        for (const text of lines) {
          const value = parse(text);
          if (value) this.push(value);
        }
        callback();
      } catch (error) {
        callback(error);
      }
    },
    flush(callback) {
      try {
        callback(null, parse(rest));
      } catch (error) {
        callback(error);
      }
    },
  });
}
