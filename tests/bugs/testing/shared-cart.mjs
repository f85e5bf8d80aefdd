import assert from 'node:assert/strict';
import { fault, run, sound } from '../proof.mjs';

const failed = [];
const test = (name, body) => { try { body(); } catch { failed.push(name); } };
await run({ test, assert });
if (failed.length > 0) fault(`fails after the other test: ${failed.join()}`);
sound();
