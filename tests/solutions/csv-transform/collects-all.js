// fails: records come out before the input ends
import { Transform } from 'node:stream';

export function parseCsv() {
  const chunks = [];
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      chunks.push(chunk);
      callback();
    },
    flush(callback) {
      const text = new TextDecoder().decode(Buffer.concat(chunks));
      const records = [[]];
      let field = '';
      let quoted = false;
      for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted && c === '"' && text[i + 1] === '"') {
          field += '"';
          i++;
        } else if (c === '"') quoted = !quoted;
        else if (quoted) field += c;
        else if (c === ',' || c === '\n') {
          records.at(-1).push(field);
          field = '';
          if (c === '\n') records.push([]);
        } else if (c !== '\r') field += c;
      }
      if (field || records.at(-1).length > 0) records.at(-1).push(field);
      else records.pop();
      const [names, ...rows] = records;
      for (const [i, row] of rows.entries()) {
        if (row.length !== names.length || (quoted && i === rows.length - 1)) {
          return callback(Object.assign(new Error('bad'), { code: 'BAD_RECORD', record: i + 2 }));
        }
        this.push(Object.fromEntries(names.map((name, k) => [name, row[k]])));
      }
      callback();
    },
  });
}
