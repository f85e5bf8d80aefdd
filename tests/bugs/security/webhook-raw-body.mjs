// A genuine webhook, written as its sender spells JSON; then one with a wrong signature.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { run, fault, sound } from '../proof.mjs';

let parse;
let handler;
const app = { post: (path, ...handlers) => { [parse, handler] = handlers; } };
const express = { json: () => (bytes) => JSON.parse(bytes), raw: () => (bytes) => bytes };
const queue = [];
const secret = 'whsec';
await run({ app, express, createHmac, timingSafeEqual, secret, queue });

const bytes = Buffer.from('{ "id": "evt_1", "amount": 10.0 }');
const deliver = (signature) => {
  let status;
  const req = { body: parse(bytes), get: () => signature };
  handler(req, { sendStatus(code) { status = code; } });
  return status;
};
if (deliver(createHmac('sha256', secret).update(bytes).digest('hex')) !== 202) fault('a genuine webhook is refused');
if (queue[0]?.id !== 'evt_1') fault('the event is not queued');
if (deliver('00'.repeat(32)) !== 401) fault('a forged webhook is accepted');
if (deliver(undefined) !== 401) fault('an unsigned webhook is accepted');
sound();
