// fails: null, numbers, strings and arrays are bad lines
import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export function parseNdjson() {
  const decoder = new StringDecoder();
  let rest = '';
  let line = 0;
  const handle = (stream, text) => {
    line++;
    if (text.trim()) stream.push(JSON.parse(text));
  };
  const attempt = (callback, work) => {
    try {
      work();
    } catch {
      return callback(Object.assign(new Error('bad line'), { code: 'BAD_LINE', line }));
    }
    callback();
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      attempt(callback, () => {
        const lines = (rest + decoder.write(chunk)).split('\n');
        rest = lines.pop();
        for (const text of lines) handle(this, text);
      });
    },
    flush(callback) {
      attempt(callback, () => handle(this, rest + decoder.end()));
    },
  });
}
