import { fault, run, sound } from '../proof.mjs';

const settings = await run({}, 'return settings;');
const failing = (code) => async () => { throw Object.assign(new Error(code), { code }); };
const missing = await settings(failing('ENOENT'), 'x');
if (missing.theme !== 'light') process.exit(1);
const own = await settings(async () => '{"theme":"dark"}', 'x');
if (own.theme !== 'dark') process.exit(1);
const denied = await settings(failing('EACCES'), 'x').catch((err) => err.code);
if (denied.theme === 'light') fault('EACCES was taken for a missing file');
if (denied === 'EACCES') sound();
