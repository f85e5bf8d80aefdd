// Seals two messages under one key: their IVs must differ, and both must open.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { run, fault, sound } from '../proof.mjs';

const seal = await run({ createCipheriv, randomBytes }, 'return seal;');
const key = randomBytes(32);
const open = (box) => {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
  decipher.setAuthTag(box.subarray(12, 28));
  return decipher.update(box.subarray(28), undefined, 'utf8') + decipher.final('utf8');
};
const first = seal(key, 'pay 10 for tea');
const second = seal(key, 'pay 99 for gas');
if (open(first) !== 'pay 10 for tea' || open(second) !== 'pay 99 for gas') throw new Error('a message does not open');
if (first.subarray(0, 12).equals(second.subarray(0, 12))) {
  const xor = (a, b) => a.map((byte, i) => byte ^ b[i]);
  const leaked = xor(xor(second.subarray(28, 42), first.subarray(28)), Buffer.from('pay 10 for tea'));
  fault(`whoever knows the first text reads the second: ${Buffer.from(leaked)}`);
}
sound();
