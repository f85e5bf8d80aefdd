// The body names a role beside the harmless field.
import { run, fault, sound } from '../proof.mjs';

let handler;
const app = { patch: (path, ...handlers) => { handler = handlers.at(-1); } };
const row = { id: 4, name: 'old', bio: '', role: 'member' };
let saved;
const users = { get: async () => ({ ...row }), save: async (user) => { saved = user; } };
await run({ app, users, requireLogin() {} });
await handler({ user: { id: 4 }, body: { name: 'new', role: 'admin' } }, { json() {} });
if (saved.role !== 'member') fault(`role is now ${saved.role}`);
if (saved.name !== 'new') fault('the name was not changed');
sound();
