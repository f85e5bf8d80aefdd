// User 2 asks for an invoice of user 1.
import { run, fault, sound } from '../proof.mjs';

let handler;
const app = { get: (path, ...handlers) => { handler = handlers.at(-1); } };
const table = [{ id: '7', ownerId: 1, total: 40 }];
const invoices = {
  findOne: async (where) =>
    table.find((row) => Object.entries(where).every(([key, value]) => row[key] === value)) ?? null,
};
await run({ app, invoices, requireLogin() {} });

const ask = async (userId) => {
  const seen = { status: 200, body: null };
  const res = {
    status(code) { seen.status = code; return this; },
    json(body) { seen.body = body; return this; },
  };
  await handler({ params: { id: '7' }, user: { id: userId } }, res);
  return seen;
};
if ((await ask(1)).body?.total !== 40) fault('the owner does not get the invoice');
if ((await ask(2)).body?.total === 40) fault('another user reads the invoice');
sound();
