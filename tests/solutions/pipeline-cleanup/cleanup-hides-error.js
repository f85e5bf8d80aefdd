// fails: destroys the source when the file cannot be opened
import { createWriteStream } from 'node:fs';
import { rename, unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path, { signal } = {}) {
  try {
    await pipeline(source, createGzip(), createWriteStream(`${path}.part`), { signal });
    await rename(`${path}.part`, path);
  } catch (error) {
    await unlink(`${path}.part`);
    throw error;
  }
}
