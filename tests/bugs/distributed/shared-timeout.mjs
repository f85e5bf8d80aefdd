// The first attempt hangs until its limit, the dependency then works again: does a retry succeed?
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { code, fault, sound } from '../proof.mjs';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, 'code.mjs'), code);

const alive = setInterval(() => {}, 1000); // AbortSignal.timeout does not keep the process alive
let calls = 0;
Math.random = () => 0.1;
globalThis.fetch = (url, { signal }) => new Promise((resolve, reject) => {
  calls++;
  if (signal.aborted) return reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason));
  if (calls > 1) resolve('answer');
});
const { getWithRetry } = await import(pathToFileURL(join(dir, 'code.mjs')).href);
try {
  const got = await getWithRetry('http://service.example/', { limit: 50 });
  clearInterval(alive);
  if (got !== 'answer' || calls !== 2) throw new Error(`answer ${got} after ${calls} calls`);
} catch (error) {
  if (error.name === 'TimeoutError') fault(`${calls} attempts, all with the signal of the first`);
  throw error;
}
sound();
