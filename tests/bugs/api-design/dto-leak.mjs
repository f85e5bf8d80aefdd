import { makeApp } from '../express.mjs';
import { run, fault, sound } from '../proof.mjs';

const app = makeApp();
const row = { id: 1, name: 'n', avatarUrl: '/a.png', passwordHash: 'scrypt', resetToken: 't' };
await run({ app, users: { findById: async (id) => (id === '1' ? row : null) } });
if ((await app.request('GET', '/profiles/2')).status !== 404) throw new Error('no 404');
const { json } = await app.request('GET', '/profiles/1');
if (json.name !== 'n') throw new Error('the profile does not work');
if ('passwordHash' in json) fault('the password hash is in the response');
if (Object.keys(json).join() !== 'id,name,avatarUrl') throw new Error('unexpected fields');
sound();
