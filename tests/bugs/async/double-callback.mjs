import { fault, run, sound } from '../proof.mjs';

const loadPrice = await run({}, 'return loadPrice;');
const calls = [];
loadPrice({ read: (id, done) => done(new Error('disk')) }, 1, (...args) => calls.push(args));
const prices = [];
loadPrice({ read: (id, done) => done(null, { price: 5 }) }, 1, (err, price) => prices.push(price));
if (calls.length !== 1) fault(`done was called ${calls.length} times after an error`);
if (prices.join() === '5' && calls[0][0].message === 'disk') sound();
