// Sends a hundred requests for different users through the middleware and counts the time series.
import { EventEmitter } from 'node:events';
import { run, fault, sound } from '../proof.mjs';

const series = new Set();
const durations = { observe: (labels) => series.add(JSON.stringify(labels)) };
let middleware;
await run({ router: { use: (f) => { middleware = f; } }, durations });
for (let id = 0; id < 100; id++) {
  const req = { method: 'GET', path: `/users/${id}`, baseUrl: '' };
  const res = Object.assign(new EventEmitter(), { statusCode: 200 });
  middleware(req, res, () => { req.route = { path: '/users/:id' }; });
  res.emit('finish');
}
if (series.size > 10) fault(`${series.size} time series for one route`);
if (series.size !== 1) throw new Error('no series at all');
sound();
