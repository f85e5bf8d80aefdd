// Reads a file longer than one chunk, whose characters have three bytes: one of them lies across a chunk's end.
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { code, fault, sound } from '../proof.mjs';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, 'code.mjs'), code);
const text = '€'.repeat(100_000);
writeFileSync(join(dir, 'text.txt'), text);
const { readText } = await import(pathToFileURL(join(dir, 'code.mjs')).href);
const got = await readText(join(dir, 'text.txt'));
if (got !== text) fault(`${got.split('\uFFFD').length - 1} replacement characters`);
sound();
