// An impostor and the genuine server, behind a client that checks certificates as TLS does.
import { EventEmitter } from 'node:events';
import { run, fault, sound } from '../proof.mjs';

let server;
const https = {
  get(options, onResponse) {
    const request = new EventEmitter();
    const trusted = String(options.ca ?? '').includes(server.issuer);
    setImmediate(() => {
      if (trusted || options.rejectUnauthorized === false) onResponse({ from: server.name });
      else request.emit('error', Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }));
    });
    return request;
  },
};
const readFileSync = (path) => {
  if (path !== 'internal-ca.pem') throw new Error(`reads ${path}`);
  return Buffer.from('internal CA');
};
const fetchReport = await run({ https, readFileSync }, 'return fetchReport;');
const ask = () => new Promise((resolve) => fetchReport((error, res) => resolve(error ?? res)));

server = { name: 'genuine', issuer: 'internal CA' };
if ((await ask()).from !== 'genuine') throw new Error('the genuine server is refused');
server = { name: 'impostor', issuer: 'impostor CA' };
if ((await ask()).from === 'impostor') fault('an impostor with a certificate of its own is accepted');
sound();
