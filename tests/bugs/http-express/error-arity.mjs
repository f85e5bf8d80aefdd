import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
const reported = [];
await run({ app, report: (error) => reported.push(error), loadInvoices: async () => { throw new Error('down'); } });
const { status, json } = await app.request('GET', '/invoices');
if (status !== 500) throw new Error('not 500');
if (json === 'default' && reported.length === 0) fault('the error handler was skipped');
if (json.code !== 'internal') throw new Error('unexpected response');
sound();
