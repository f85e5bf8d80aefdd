// fails: rejects with the error of the source
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path, { signal } = {}) {
  const part = `${path}.part`;
  try {
    const target = source.pipe(createGzip()).pipe(createWriteStream(part));
    await once(target, 'finish', { signal });
    await rename(part, path);
  } catch (error) {
    source.destroy();
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}
