// A client leaves in the middle of the report: the file must be closed, and the loss be logged.
import { Readable, Writable, pipeline } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { run, fault, sound } from '../proof.mjs';

let file;
const createReadStream = () => {
  file = new Readable({ read() { setImmediate(() => this.push('a,b\n')); } });
  return file;
};
const logged = [];
const sendReport = await run(
  { createReadStream, pipeline, reportPath: 'report.csv', logger: { warn: (_, text) => logged.push(text) } },
  'return sendReport;',
);
const res = new Writable({ write(chunk, encoding, done) { setImmediate(done); } });
res.setHeader = () => {};
sendReport({}, res);
await pause(30);
res.destroy();
await pause(30);
if (!file.destroyed) {
  file.unpipe();
  fault('the client is gone and the file is still open');
}
if (logged.length !== 1) throw new Error('nothing logged');
sound();
