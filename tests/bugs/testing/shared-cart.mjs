import assert from 'node:assert/strict';
import { fault, run, sound } from '../proof.mjs';

let asked = 0;
const failed = [];
const test = (name, body) => { asked += 1; try { body(); } catch { failed.push(name); } };
await run({ test, assert });
if (asked < 2) throw new Error(`only ${asked} tests were registered`);
if (failed.length > 0) fault(`fails after the other test: ${failed.join()}`);
sound();
