// Two file systems: /tmp is one, everything else another. A rename from one to the other fails, as the kernel's does.
import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { run, fault, sound } from '../proof.mjs';

const files = new Map([['/srv/app/settings.json', '{"old":true}']]);
const device = (path) => (path.startsWith('/tmp/') ? 'tmp' : 'disk');
const writeFile = async (path, text) => { files.set(path, text); };
const rename = async (from, to) => {
  if (device(from) !== device(to)) throw Object.assign(new Error('cross-device link'), { code: 'EXDEV' });
  files.set(to, files.get(from));
  files.delete(from);
};
const save = await run({ randomUUID, join: posix.join, tmpdir: () => '/tmp', writeFile, rename }, 'return save;');

await save('/tmp/settings.json', { here: 1 });
if (files.get('/tmp/settings.json') !== '{"here":1}') throw new Error('not saved where both are on one file system');
try {
  await save('/srv/app/settings.json', { volume: 7 });
} catch (error) {
  if (error.code === 'EXDEV') fault('the draft lies on another file system: EXDEV');
  throw error;
}
if (files.get('/srv/app/settings.json') !== '{"volume":7}') throw new Error('not saved');
if (files.size !== 2) throw new Error('a draft is left behind');
sound();
