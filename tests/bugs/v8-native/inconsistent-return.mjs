// A small order, a large one and the two together: is every total a number?
import { run, fault, sound } from '../proof.mjs';

const total = await run({}, 'return total;');
if (total([{ total: 200 }]) !== 180) throw new Error('a large order is computed wrongly');
for (const orders of [[{ total: 50 }], [{ total: 50 }, { total: 200 }]]) {
  const got = total(orders);
  if (Number.isNaN(got)) fault(`the total of ${JSON.stringify(orders)} is NaN`);
  if (got !== (orders.length === 1 ? 50 : 230)) throw new Error(`total ${got}`);
}
sound();
