// Three workers; one crashes, one is stopped on purpose: only the crashed one is replaced.
import { EventEmitter } from 'node:events';
import { run, fault, sound } from '../proof.mjs';

const cluster = new EventEmitter();
cluster.isPrimary = true;
let forks = 0;
cluster.fork = () => { forks += 1; };
await run({ cluster, availableParallelism: () => 3, startServer: () => {} });
if (forks !== 3) throw new Error(`${forks} workers at the start`);
cluster.emit('exit', { exitedAfterDisconnect: false }, 1, null);
if (forks === 3) fault('a crashed worker is not replaced');
cluster.emit('exit', { exitedAfterDisconnect: true }, 0, null);
if (forks !== 4) fault('a worker that was stopped on purpose is replaced');
sound();
