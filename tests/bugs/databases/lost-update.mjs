import { run, fault, sound } from '../proof.mjs';

const wallets = new Map([[1, 100]]);
const later = () => new Promise((resolve) => setImmediate(resolve));
const pool = {
  async query(sql, values) {
    await later();
    if (sql.startsWith('SELECT')) return { rows: [{ cents: wallets.get(values[0]) }] };
    const [amount, id] = values;
    wallets.set(id, /cents = cents \+ \$1/.test(sql) ? wallets.get(id) + amount : amount);
    return { rows: [] };
  },
};
const deposit = await run({ pool }, 'return deposit;');
await deposit(1, 10);
if (wallets.get(1) !== 110) throw new Error('a single deposit does not work');
await Promise.all([deposit(1, 10), deposit(1, 10)]);
if (wallets.get(1) === 120) fault('one of two deposits is lost');
if (wallets.get(1) !== 130) throw new Error('unexpected balance');
sound();
