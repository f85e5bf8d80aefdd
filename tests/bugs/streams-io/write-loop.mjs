// Writes 20,000 rows to a slow stream and looks at the most that ever waited in its buffer. Then the consumer leaves
// in the middle: the export must end instead of waiting for ever.
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { code, fault, sound } from '../proof.mjs';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, 'code.mjs'), code);
const { dump } = await import(pathToFileURL(join(dir, 'code.mjs')).href);

let most = 0;
let bytes = 0;
const out = new Writable({
  highWaterMark: 1024,
  write(chunk, encoding, done) {
    bytes += chunk.length;
    most = Math.max(most, out.writableLength);
    setImmediate(done);
  },
  writev(chunks, done) {
    for (const { chunk } of chunks) bytes += chunk.length;
    most = Math.max(most, out.writableLength);
    setImmediate(done);
  },
});
const finished = new Promise((resolve) => out.on('finish', resolve));
async function* rows() {
  for (let id = 0; id < 20_000; id++) yield { id, name: 'a row' };
}
await dump(rows(), out);
await finished;
if (bytes < 100_000) throw new Error('not everything was written');
if (most > 16 * 1024) fault(`${most} bytes waited in the buffer, mark 1024`);

const leaving = new Writable({ highWaterMark: 1024, write(chunk, encoding, done) { setImmediate(done); } });
leaving.on('error', () => {});
const ended = dump(rows(), leaving).then(() => 'ended', () => 'ended');
setImmediate(() => leaving.destroy());
if ((await Promise.race([ended, sleep(2000, 'hangs')])) === 'hangs') fault('the consumer has left, and the export hangs');
sound();
