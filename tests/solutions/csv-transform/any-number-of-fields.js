// fails: a record with too few or too many fields fails with BAD_RECORD
import { Transform } from 'node:stream';

export function parseCsv() {
  const decoder = new TextDecoder();
  let names;
  let record = [];
  let field = '';
  let quoted = false;
  let closed = false;
  let number = 1;
  const end = (stream) => {
    record.push(field);
    field = '';
    closed = false;
    names ??= record;
    if (number > 1) stream.push(Object.fromEntries(names.map((name, i) => [name, record[i]])));
    record = [];
    number++;
  };
  const read = (stream, text) => {
    for (const c of text) {
      if (c === '"') {
        if (closed) field += c;
        closed = quoted;
        quoted = !quoted;
      } else if (quoted) field += c;
      else if (c === ',') {
        record.push(field);
        field = '';
        closed = false;
      } else if (c === '\n') end(stream);
      else if (c !== '\r') field += c;
    }
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      read(this, decoder.decode(chunk, { stream: true }));
      callback();
    },
    flush(callback) {
      if (quoted) return callback(Object.assign(new Error('bad'), { code: 'BAD_RECORD', record: number }));
      if (field || closed || record.length > 0) end(this);
      callback();
    },
  });
}
