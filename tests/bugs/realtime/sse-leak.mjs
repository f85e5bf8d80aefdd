// A hundred visitors come and go: how many listeners stay?
import { EventEmitter } from 'node:events';
import { run, fault, sound } from '../proof.mjs';

const ticker = new EventEmitter();
ticker.setMaxListeners(0);
let handler;
await run({ app: { get: (path, f) => { handler = f; } }, ticker });
let written = 0;
for (let i = 0; i < 100; i++) {
  const req = new EventEmitter();
  const res = Object.assign(new EventEmitter(), { setHeader() {}, writeHead() {}, write() { written++; } });
  handler(req, res);
  ticker.emit('price', { eur: 1 });
  res.emit('close');
  req.emit('close');
}
if (written < 100) throw new Error('visitors got nothing');
if (ticker.listenerCount('price') > 0) fault(`${ticker.listenerCount('price')} listeners of visitors who have gone`);
sound();
