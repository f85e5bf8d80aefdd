// fails: the input may be cut anywhere
import { Transform } from 'node:stream';

export function parseCsv() {
  const decoder = new TextDecoder();
  let names;
  let record = [];
  let field = '';
  let quoted = false;
  let number = 1;
  const bad = () => Object.assign(new Error('bad'), { code: 'BAD_RECORD', record: number });
  const end = (stream) => {
    record.push(field);
    field = '';
    names ??= record;
    if (record.length !== names.length) throw bad();
    if (number > 1) stream.push(Object.fromEntries(names.map((name, i) => [name, record[i]])));
    record = [];
    number++;
  };
  const read = (stream, text) => {
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') {
          field += '"';
          i++;
        } else if (c === '"') quoted = false;
        else field += c;
      } else if (c === '"') quoted = true;
      else if (c === ',') {
        record.push(field);
        field = '';
      } else if (c === '\n') end(stream);
      else if (c !== '\r') field += c;
    }
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      try {
        read(this, decoder.decode(chunk, { stream: true }));
        callback();
      } catch (error) {
        callback(error);
      }
    },
    flush(callback) {
      if (quoted) return callback(bad());
      try {
        if (field || record.length > 0) end(this);
        callback();
      } catch (error) {
        callback(error);
      }
    },
  });
}
