// fails: leaves no file when the source fails
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path, { signal } = {}) {
  await pipeline(source, createGzip(), createWriteStream(`${path}.part`), { signal });
  await rename(`${path}.part`, path);
}
