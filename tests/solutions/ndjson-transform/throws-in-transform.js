// fails: a line that is not JSON fails with BAD_LINE
import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export function parseNdjson() {
  const decoder = new StringDecoder();
  let rest = '';
  const handle = (stream, text) => {
    if (text.trim()) stream.push(JSON.parse(text));
  };
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop();
      for (const text of lines) handle(this, text);
      callback();
    },
    flush(callback) {
      handle(this, rest + decoder.end());
      callback();
    },
  });
}
