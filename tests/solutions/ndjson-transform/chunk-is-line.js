// fails: a line may be cut into many chunks
import { Transform } from 'node:stream';

export function parseNdjson() {
  let line = 0;
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _, callback) {
      try {
        for (const text of chunk.toString().split('\n')) {
          line++;
          if (text.trim()) this.push(JSON.parse(text));
        }
        callback();
      } catch {
        callback(Object.assign(new Error('bad line'), { code: 'BAD_LINE', line }));
      }
    },
  });
}
