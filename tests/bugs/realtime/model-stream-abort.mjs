// A real server and a client that reads to the end, then one that leaves: is the model aborted only then?
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { code, fault, sound } from '../proof.mjs';

const dir = mkdtempSync(join(tmpdir(), 'proof-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, 'code.mjs'), code);
const { chat } = await import(pathToFileURL(join(dir, 'code.mjs')).href);

let tokens = 0;
let aborted;
const model = {
  async *stream(prompt, { signal }) {
    if (prompt !== 'hello') throw new Error(`prompt ${prompt}`);
    aborted = once(signal, 'abort');
    for (let n = 0; n < tokens; n++) {
      // Some turns of the loop: what the request has to say, it has said by then.
      for (let i = 0; i < 20; i++) await turn();
      if (signal.aborted) throw signal.reason;
      yield n;
    }
  },
};
const server = http.createServer((req, res) => {
  chat(req, res, model).catch(() => res.destroy());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const ask = () => http.request({ host: '127.0.0.1', port: server.address().port, method: 'POST', agent: false }).end('hello');

tokens = 10;
let text = '';
try {
  const [whole] = await once(ask(), 'response');
  for await (const chunk of whole) text += chunk;
} catch (error) {
  if (error.code !== 'ECONNRESET') throw error;
}
const got = text.split('\n\n').length - 1;
if (got < 10) fault(`the client waited, and got ${got} of 10 tokens`);

tokens = Infinity;
const [left] = await once(ask(), 'response');
left.destroy();
await aborted;
sound();
