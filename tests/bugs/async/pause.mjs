import { fault, run, sound } from '../proof.mjs';

const pause = await run({}, 'return pause;');
let over = false;
const waiting = pause(40).then(() => { over = true; });
await new Promise((next) => setImmediate(next));
if (over) fault('the pause was over at once');
await waiting;
sound();
