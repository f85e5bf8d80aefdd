// fails: keeps an older file when the source fails
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export async function saveCompressed(source, path, { signal } = {}) {
  try {
    await pipeline(source, createGzip(), createWriteStream(path), { signal });
  } catch (error) {
    await rm(path, { force: true }).catch(() => {});
    throw error;
  }
}
