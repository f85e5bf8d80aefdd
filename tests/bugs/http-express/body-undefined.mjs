import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
const express = { json: () => (req, res, next) => {
  if (req.headers['content-type'] !== 'application/json') req.body = undefined;
  next();
} };
await run({ app, express, PLANS: new Set(['team']), reserve: async (plan, count) => ({ plan, count }) });
const json = { 'content-type': 'application/json' };
if ((await app.request('POST', '/seats', { body: { plan: 'team', count: 2 }, headers: json })).status !== 201) throw new Error('JSON does not work');
if ((await app.request('POST', '/seats', { body: { plan: 'x' }, headers: json })).status !== 422) throw new Error('no 422');
const form = await app.request('POST', '/seats', { body: 'plan=team', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
if (form.status === 500) fault('a form post is answered with 500');
if (form.status !== 422) throw new Error('unexpected response');
sound();
