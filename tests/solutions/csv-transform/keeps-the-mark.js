// fails: a byte order mark is not part of the first name
import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export function parseCsv() {
  const decoder = new StringDecoder('utf8');
  let names;
  let record = [];
  let field = '';
  let quoted = false;
  let closed = false;
  let number = 1;
  const bad = () => Object.assign(new Error('bad'), { code: 'BAD_RECORD', record: number });
  const end = (stream) => {
    record.push(field);
    field = '';
    closed = false;
    names ??= record;
    if (record.length !== names.length) throw bad();
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
  const attempt = (callback, work) => {
    try {
      work();
    } catch (error) {
      return callback(error);
    }
    callback();
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      attempt(callback, () => read(this, decoder.write(chunk)));
    },
    flush(callback) {
      attempt(callback, () => {
        if (quoted) throw bad();
        if (field || closed || record.length > 0) end(this);
      });
    },
  });
}
