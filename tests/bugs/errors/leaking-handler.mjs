import { fault, run, sound } from '../proof.mjs';

let handler;
await run({ app: { use: (fn) => { handler = fn; } } });

function answer(err) {
  const sent = {};
  const res = { headersSent: false, status(code) { sent.status = code; return res; }, json(body) { sent.body = body; } };
  handler(err, { id: 'r1', log: { error() {} } }, res, () => {});
  return sent;
}

const known = answer(Object.assign(new Error('name is required'), { status: 400, expose: true }));
if (known.status !== 400 || known.body.message !== 'name is required') process.exit(1);
const unknown = answer(new Error('connect ECONNREFUSED db-7.internal:5432'));
if (unknown.status === 500 && JSON.stringify(unknown.body).includes('db-7.internal')) fault('the host name reached the client');
const foreign = answer(Object.assign(new Error('GET http://stock.internal failed'), { status: 404 }));
if (JSON.stringify(foreign.body).includes('stock.internal')) process.exit(1);
sound();
