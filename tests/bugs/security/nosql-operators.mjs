// A body whose code is an operator, against a collection that understands operators.
import { run, fault, sound } from '../proof.mjs';

let handler;
const app = { post: (path, ...handlers) => { handler = handlers.at(-1); } };
let rows = [{ code: 'SPRING', amount: 50 }, { code: 'GIFT', amount: 20 }];
const fits = (value, wanted) => {
  if (wanted === null || typeof wanted !== 'object') return value === wanted;
  return Object.entries(wanted).every(([operator, operand]) => {
    if (operator === '$ne') return value !== operand;
    if (operator === '$gt') return value > operand;
    throw new Error(`unknown operator ${operator}`);
  });
};
const vouchers = {
  async findOneAndDelete(where) {
    const found = rows.find((row) => fits(row.code, where.code)) ?? null;
    rows = rows.filter((row) => row !== found);
    return found;
  },
};
await run({ app, vouchers });

const send = async (body) => {
  const seen = { status: 200, body: null };
  const res = { sendStatus(status) { seen.status = status; }, json(body) { seen.body = body; } };
  await handler({ body }, res);
  return seen;
};
const redeem = (code) => send({ code });
if ((await redeem('GIFT')).body?.amount !== 20) throw new Error('a genuine code is refused');
if ((await redeem('GIFT')).status !== 404) throw new Error('a used code is accepted');
if ((await send(undefined)).body) throw new Error('a request without a body redeems a voucher');
if ((await redeem({ $ne: '' })).body) fault('an operator in place of a code redeems a voucher');
if ((await redeem({ $gt: '' })).body || rows.length !== 1) fault('an operator redeems a voucher');
sound();
