// fails: removes the .part file when it cannot be renamed
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path, { signal } = {}) {
  const part = `${path}.part`;
  try {
    await pipeline(source, createGzip(), createWriteStream(part), { signal });
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await rename(part, path);
}
