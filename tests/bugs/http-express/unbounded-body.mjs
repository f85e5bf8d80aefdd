import { Readable } from 'node:stream';
import { run, fault, sound } from '../proof.mjs';

const readJson = await run({}, 'return readJson;');
const small = await readJson(Readable.from([Buffer.from('{"a":'), Buffer.from('1}')]));
if (small.a !== 1) throw new Error('a small body does not work');

let given = 0;
function* big() {
  yield Buffer.from('"');
  for (; given < 500; given += 1) yield Buffer.alloc(10_000, 'x');
  yield Buffer.from('"');
}
try {
  const text = await readJson(Readable.from(big()));
  if (text.length === 5_000_000) fault('five megabytes are collected without a question');
} catch (error) {
  if (error.status !== 413) throw error;
}
if (given > 100) throw new Error('it read on after the limit');
sound();
