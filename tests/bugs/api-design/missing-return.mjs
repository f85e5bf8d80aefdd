import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
const seen = [];
const withType = (fn) => (req, res) => { res.type = () => res; return fn(req, res); };
await run({
  app: { get: (path, fn) => app.get(path, withType(fn)) },
  reports: { find: async (id) => (id === '1' ? { title: 'one' } : undefined) },
  render: async (report) => { seen.push(report); return report.title; },
});
if ((await app.request('GET', '/reports/1')).json !== 'one') throw new Error('a known report does not work');
const { status } = await app.request('GET', '/reports/2');
if (seen.length === 2 && seen[1] === undefined) fault('after the 404 the handler goes on and renders undefined');
if (status !== 404 || seen.length !== 1) throw new Error('unexpected response');
sound();
