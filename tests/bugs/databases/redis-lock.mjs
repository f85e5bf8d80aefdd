import { randomUUID } from 'node:crypto';
import { run, fault, sound } from '../proof.mjs';

let now = 0;
const entries = new Map();
const live = (key) => {
  if (entries.get(key)?.until <= now) entries.delete(key);
  return entries.get(key);
};
const redis = {
  async set(key, value, { condition, expiration }) {
    if (condition === 'NX' && live(key)) return null;
    if (expiration.type !== 'PX') throw new Error('unknown expiration');
    entries.set(key, { value, until: now + expiration.value });
    return 'OK';
  },
  async del(key) { entries.delete(key); },
  // The one script that the code sends: delete the key if it still holds the given value.
  async eval(script, { keys: [key], arguments: [value] }) {
    if (!/GET.*==.*DEL/.test(script)) throw new Error('unknown script');
    if (live(key)?.value === value) entries.delete(key);
  },
};
const withLock = await run({ redis, randomUUID }, 'return withLock;');

if (await withLock('a', async () => {}) !== true || live('a')) throw new Error('the lock is not released');
let third;
await withLock('a', async () => {
  now += 20_000; // slow work: the lock of this worker expires, a second worker takes it
  await redis.set('a', 'second worker', { condition: 'NX', expiration: { type: 'PX', value: 10_000 } });
});
third = await withLock('a', async () => {});
if (third === true) fault('the slow worker deleted the lock of the second one, and a third got in');
if (third !== false) throw new Error('unexpected result');
sound();
