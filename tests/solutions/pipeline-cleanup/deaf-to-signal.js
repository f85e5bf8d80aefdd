// fails: stops and cleans up when the signal is aborted
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path) {
  const part = `${path}.part`;
  try {
    await pipeline(source, createGzip(), createWriteStream(part));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
