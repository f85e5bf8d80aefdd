import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
const stats = { writes: 0 };
await run({ app, stats });
app.get('/ping', (req, res) => res.json('pong'));
app.post('/ping', (req, res) => res.json('pong'));
if ((await app.request('POST', '/ping')).json !== 'pong' || stats.writes !== 1) throw new Error('writes are not counted');
if ((await app.request('GET', '/ping')).hung) fault('GET /ping is never answered');
if (stats.writes !== 1) throw new Error('a read was counted');
sound();
