import { fault, run, sound } from '../proof.mjs';

const fetch = async (url) => new Response('', { status: url.endsWith('/known') ? 200 : 404 });
const exists = await run({ fetch }, 'return exists;');
if (!(await exists('https://registry.test', 'known'))) process.exit(1);
if (await exists('https://registry.test', 'unknown')) fault('a 404 counts as existing');
sound();
