// fails: stores the source compressed with gzip
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path, { signal } = {}) {
  const part = `${path}.part`;
  try {
    const saving = pipeline(source, createGzip(), createWriteStream(part), { signal });
    saving.catch(() => {});
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
