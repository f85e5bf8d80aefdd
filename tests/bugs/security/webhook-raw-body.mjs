// A genuine webhook, written as its sender spells JSON; then a wrong signature, and a body that is no JSON.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { run, fault, sound } from '../proof.mjs';

let parse;
let handler;
const app = { post: (path, ...handlers) => { [parse, handler] = handlers; } };
// As in Express 5: a parser that does not fit the content type leaves the body undefined.
const express = {
  json: () => (bytes, type) => (type === 'application/json' ? JSON.parse(bytes) : undefined),
  raw: (options) => (bytes, type) => (type === options.type ? bytes : undefined),
};
const queue = [];
const secret = 'whsec';
await run({ app, express, createHmac, timingSafeEqual, secret, queue });

const bytes = Buffer.from('{ "id": "evt_1", "amount": 10.0 }');
const deliver = (signature, type = 'application/json') => {
  let status;
  const req = { body: parse(bytes, type), get: () => signature };
  handler(req, { sendStatus(code) { status = code; } });
  return status;
};
if (deliver(createHmac('sha256', secret).update(bytes).digest('hex')) !== 202) fault('a genuine webhook is refused');
if (queue[0]?.id !== 'evt_1') fault('the event is not queued');
if (deliver('00'.repeat(32)) !== 401) fault('a forged webhook is accepted');
if (deliver(undefined) !== 401) fault('an unsigned webhook is accepted');
let text;
try { text = deliver('00'.repeat(32), 'text/plain'); } catch (error) { fault(`a body of another type throws: ${error.message}`); }
if (text < 400 || text > 499) fault(`a body of another type gets ${text}`);
sound();
