// fails: does not wait while there is room
import { finished } from 'node:stream/promises';

export async function writeAll(stream, chunks) {
  const done = finished(stream);
  done.catch(() => {});
  try {
    for await (const chunk of chunks) {
      const written = new Promise((resolve) => stream.write(chunk, resolve));
      await Promise.race([written, done]);
    }
    stream.end();
  } catch (error) {
    stream.destroy();
    throw error;
  }
  await done;
}
