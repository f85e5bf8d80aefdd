// Calls the request handler where report.csv does not exist: does the error end the process?
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, fault, sound } from '../proof.mjs';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
process.chdir(dir);
process.on('uncaughtException', (error) => {
  if (error.code === 'ENOENT') fault('the process would have ended: ENOENT');
  console.log(error);
  process.exit(1);
});
console.error = () => {};

const real = createRequire(import.meta.url);
let handler;
const stub = (name) => name === 'node:http'
  ? { createServer: (f) => { handler = f; return { listen() {} }; } }
  : real(name);
await run({ require: stub });

const res = new PassThrough();
res.setHeader = () => {};
res.on('error', () => {});
handler({}, res);
await sleep(200);
if (!res.destroyed) throw new Error('the response was left open');
sound();
