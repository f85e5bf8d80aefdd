import { run, fault, sound } from '../proof.mjs';

const stock = new Map([[1, { id: 1, shipped: false }], [2, { id: 2, shipped: true }]]);
const orders = { get: async (id) => stock.get(id), save: async (order) => { stock.set(order.id, order); } };
class ConflictError extends Error {}
let job;
await run({ orders, ConflictError, queue: { process: (name, fn) => { job = fn; } } });
try {
  await job({ orderId: 1 });
} catch (error) {
  if (error instanceof TypeError) fault(`the job fails: ${error.message}`);
  throw error;
}
if (!stock.get(1).cancelled) throw new Error('the order is not cancelled');
const refused = await job({ orderId: 2 }).then(() => false, (error) => error instanceof ConflictError);
if (!refused || stock.get(2).cancelled) throw new Error('a shipped order was cancelled');
sound();
