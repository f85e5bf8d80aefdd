import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
await run({ app, list: () => [], find: (id) => ({ found: id }), newest: () => 'newest' });
if ((await app.request('GET', '/drafts/7')).json.found !== '7') throw new Error('/drafts/7 does not work');
if ((await app.request('GET', '/nothing')).status !== 404) throw new Error('no 404');
const { json } = await app.request('GET', '/drafts/latest');
if (json.found === 'latest') fault('/drafts/latest was taken for an id');
if (json !== 'newest') throw new Error('unexpected response');
sound();
