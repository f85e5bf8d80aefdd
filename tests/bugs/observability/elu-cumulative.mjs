// An idle stretch, then a busy one: the second report must show a busy loop.
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, fault, sound } from '../proof.mjs';

let tick;
const setInterval = (f) => { tick = f; return { unref() {} }; };
const seen = [];
await sleep(400);
await run(
  { require: createRequire(import.meta.url), setInterval, report: (name, value) => seen.push(value) },
  'watch(report, 1000);',
);
await sleep(50);
tick();
const end = performance.now() + 200;
while (performance.now() < end);
await sleep(1);
tick();
const [, busy] = seen;
if (busy < 0.7) fault(`a blocked loop was reported as ${busy.toFixed(2)}`);
sound();
