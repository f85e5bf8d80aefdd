// A search term with SQL in it: the text sent to the database must not contain it.
import { run, fault, sound } from '../proof.mjs';

let handler;
const app = { get: (path, ...handlers) => { handler = handlers.at(-1); } };
let sent;
const db = { query: async (text, values) => { sent = { text, values }; return { rows: [] }; } };
await run({ app, db });
const term = "' union select login, hash from users --";
await handler({ query: { q: term } }, { json() {} });
if (sent.text.includes(term)) fault('the term is part of the SQL');
if (sent.values?.[0] !== `%${term}%`) fault('the term is not bound');
sound();
