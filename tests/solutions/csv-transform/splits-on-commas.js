// fails: commas inside quotes belong to the field
import { Transform } from 'node:stream';

export function parseCsv() {
  const decoder = new TextDecoder();
  let rest = '';
  let names;
  let record = 0;
  const line = (stream, text) => {
    record++;
    const fields = text.replace(/\r$/, '').split(',').map((f) => f.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'));
    if (!names) return void (names = fields);
    if (fields.length !== names.length) throw Object.assign(new Error('bad'), { code: 'BAD_RECORD', record });
    stream.push(Object.fromEntries(names.map((name, i) => [name, fields[i]])));
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      try {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
        rest = lines.pop();
        for (const text of lines) line(this, text);
        callback();
      } catch (error) {
        callback(error);
      }
    },
    flush(callback) {
      try {
        if (rest) line(this, rest);
        callback();
      } catch (error) {
        callback(error);
      }
    },
  });
}
