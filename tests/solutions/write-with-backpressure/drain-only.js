// fails: rejects when the stream is closed while waiting for room
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

export async function writeAll(stream, chunks) {
  const done = finished(stream);
  done.catch(() => {});
  try {
    for await (const chunk of chunks) {
      if (!stream.write(chunk)) await once(stream, 'drain');
    }
    stream.end();
  } catch (error) {
    stream.destroy();
    throw error;
  }
  await done;
}
