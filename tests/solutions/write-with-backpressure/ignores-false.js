// fails: waits for room while the stream is full
import { finished } from 'node:stream/promises';

export async function writeAll(stream, chunks) {
  const done = finished(stream);
  done.catch(() => {});
  try {
    for await (const chunk of chunks) {
      if (stream.destroyed) break;
      stream.write(chunk);
    }
    stream.end();
  } catch (error) {
    stream.destroy();
    throw error;
  }
  await done;
}
