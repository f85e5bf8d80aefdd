import assert from 'node:assert/strict';
import { fault, run, sound } from '../proof.mjs';

process.on('unhandledRejection', () => {});
let verdict;
const test = (name, body) => { verdict = Promise.resolve().then(body).then(() => 'passed', () => 'failed'); };
const open = () => ({ pay: async () => 'paid' });
await run({ test, assert, open });
if (!verdict) throw new Error('no test was registered');
if ((await verdict) === 'passed') fault('the test passes although pay(-1) fulfils');
sound();
