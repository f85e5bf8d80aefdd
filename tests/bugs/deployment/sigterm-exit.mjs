// A request is in flight when SIGTERM arrives; it ends a moment later.
import { run, fault, sound } from '../proof.mjs';

const events = [];
let onSigterm;
let onClosed = () => {};
const fakeProcess = {
  once: (name, listener) => { if (name === 'SIGTERM') onSigterm = listener; },
  exit: (code) => events.push(`exit ${code}`),
};
const server = { close: (done) => { events.push('close'); if (done) onClosed = done; } };
let late = null;
const timer = (callback, ms) => { late = { callback, ms }; return { unref() { late.unref = true; } }; };
await run({ process: fakeProcess, server, log: { info() {} }, setTimeout: timer });

onSigterm();
if (events.some((event) => event.startsWith('exit'))) fault('exits while a request is in flight');
events.push('request done');
onClosed();
if (events.join() !== 'close,request done,exit 0') fault(events.join());
if (!late?.unref) fault('no deadline');
sound();
