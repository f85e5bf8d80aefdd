import { fault, run, sound } from '../proof.mjs';

process.on('unhandledRejection', () => {});
const closeAccount = await run({}, 'return closeAccount;');
const logged = [];
const store = { remove: async () => { throw new Error('locked'); } };
const told = await closeAccount(store, (line) => logged.push(line), 7);
if (told === 'closed' && logged.length === 0) fault('told "closed" although the removal failed');
if (told === 'failed' && logged.join() === 'locked') sound();
