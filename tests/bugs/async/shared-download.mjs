import { fault, run, sound } from '../proof.mjs';

const rate = await run({}, 'return rate;');
let downloads = 0;
const download = async () => { downloads += 1; return 2; };
const both = await Promise.all([rate('EUR', download), rate('EUR', download)]);
if (both.join() !== '2,2') process.exit(1);
if (downloads !== 1) fault(`${downloads} downloads for two callers`);
let tries = 0;
const flaky = async () => { tries += 1; if (tries === 1) throw new Error('down'); return 3; };
await rate('CHF', flaky).catch(() => {});
if ((await rate('CHF', flaky)) !== 3) process.exit(1);
sound();
