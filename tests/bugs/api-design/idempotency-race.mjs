import { run, fault, sound } from '../proof.mjs';

const entries = new Map();
const later = () => new Promise((resolve) => setImmediate(resolve));
const store = {
  async get(key) { await later(); return entries.get(key); },
  async set(key, value) { await later(); entries.set(key, value); },
  async insertIfAbsent(key, value) {
    await later();
    if (entries.has(key)) return false;
    entries.set(key, value);
    return true;
  },
};
let charged = 0;
const charge = async () => { await later(); charged += 1; return charged; };

const payOnce = await run({ store, charge }, 'return payOnce;');
await Promise.all([payOnce('k1', {}), payOnce('k1', {})]);
if (charged === 2) fault('two retries with one key charge twice');
const again = await payOnce('k1', {});
if (charged !== 1 || again.receipt !== 1) throw new Error('a later retry does not get the receipt');
sound();
