// The body names a role beside the harmless field; then there is no body.
import { run, fault, sound } from '../proof.mjs';

let handler;
const app = { patch: (path, ...handlers) => { handler = handlers.at(-1); } };
const row = { id: 4, name: 'old', bio: '', role: 'member' };
let saved;
const users = { get: async () => ({ ...row }), save: async (user) => { saved = user; } };
await run({ app, users, requireLogin() {} });
await handler({ user: { id: 4 }, body: { name: 'new', role: 'admin' } }, { json() {} });
const { role, name } = saved;
await handler({ user: { id: 4 } }, { json() {} });
if (saved.name !== 'old') throw new Error('a request without a body changes the name');
if (role !== 'member') fault(`role is now ${role}`);
if (name !== 'new') fault('the name was not changed');
sound();
