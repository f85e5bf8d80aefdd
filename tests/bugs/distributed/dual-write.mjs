// The process dies right after the commit: is the event still to be found anywhere?
import { run, fault, sound } from '../proof.mjs';

const tables = { orders: [], outbox: [] };
const published = [];
const db = {
  async transaction(work) {
    const rows = [];
    await work({ async insert(table, row) { rows.push([table, row]); } });
    for (const [table, row] of rows) tables[table].push(row);
  },
};
const broker = { publish: () => new Promise(() => {}) }; // killed before the broker has the message
const order = { id: 1, total: 30 };
await run({ order, db, broker }, 'await Promise.race([placeOrder(order, db, broker), new Promise((r) => setTimeout(r, 50))]);');
if (tables.orders.length !== 1) throw new Error('no order');
if (published.length + tables.outbox.length === 0) fault('the order is stored, its event exists nowhere');
sound();
