// Names that leave the folder must be refused, also those into a sibling with the same beginning.
import path from 'node:path';
import { run, fault, sound } from '../proof.mjs';

const open = await run({ path: path.posix, readFile: async (file) => file }, 'return open;');
if ((await open('a/b.txt')) !== '/srv/uploads/a/b.txt') fault('a good name is refused');
for (const name of ['../../etc/passwd', '../uploads-old/key.pem', '/etc/passwd']) {
  let file = null;
  try { file = await open(name); } catch { continue; }
  if (!file.startsWith('/srv/uploads/')) fault(`${name} reads ${file}`);
}
sound();
