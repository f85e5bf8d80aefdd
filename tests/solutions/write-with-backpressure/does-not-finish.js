// fails: resolves only after the stream has finished
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

export async function writeAll(stream, chunks) {
  const done = finished(stream);
  done.catch(() => {});
  try {
    for await (const chunk of chunks) {
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done]);
    }
  } catch (error) {
    stream.destroy();
    throw error;
  }
  stream.end();
}
