// Logs a request with credentials in every usual place and looks for them in what was logged.
import { run, fault, sound } from '../proof.mjs';

const req = {
  method: 'POST',
  url: '/login?token=QUERYSECRET',
  headers: { authorization: 'Bearer HEADERSECRET', cookie: 'sid=COOKIESECRET', 'user-agent': 'test' },
  body: { name: 'x', password: 'BODYSECRET', token: 'TOKENSECRET' },
};
const lines = [];
const log = { info: (...args) => lines.push(JSON.stringify(args)) };
await run({ log, req }, 'logRequest(log, req);');
if (lines.length !== 1) throw new Error('nothing was logged');
const leaked = lines[0].match(/[A-Z]+SECRET/g);
if (leaked) fault(`in the log: ${leaked.join(', ')}`);
if (!lines[0].includes('user-agent')) throw new Error('the entry is empty');
sound();
