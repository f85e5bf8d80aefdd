// Sends bytes 2 to 5 of a ten-byte file and compares Content-Length with what is sent.
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { run, fault, sound } from '../proof.mjs';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
const file = join(dir, 'ten.txt');
writeFileSync(file, 'abcdefghij');

let head;
const res = new PassThrough();
res.writeHead = (status, headers) => { head = headers; };
await run({ require: createRequire(import.meta.url), file, res }, 'sendRange(file, { start: 2, end: 5 }, 10, res);');
let body = '';
for await (const chunk of res) body += chunk;
if (body !== 'cdef') throw new Error(`sent ${body}`);
if (head['Content-Length'] !== body.length) fault(`Content-Length ${head['Content-Length']} for ${body.length} bytes`);
sound();
