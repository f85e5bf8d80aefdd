// fails: the last line may have no line end
import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export function parseNdjson() {
  const decoder = new StringDecoder();
  let rest = '';
  let line = 0;
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop();
      for (const text of lines) {
        line++;
        if (!text.trim()) continue;
        let value;
        try {
          value = JSON.parse(text);
        } catch {}
        if (!value || typeof value !== 'object' || Array.isArray(value)) {
          return callback(Object.assign(new Error('bad line'), { code: 'BAD_LINE', line }));
        }
        this.push(value);
      }
      callback();
    },
  });
}
