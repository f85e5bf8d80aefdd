import { run, fault, sound } from '../proof.mjs';

let handler;
await run({ server: { on: (event, listener) => { handler = listener; } } });

const ask = (url) => {
  const res = { statusCode: 200, end(text) { this.text = text; } };
  handler({ method: 'GET', url }, res);
  return res;
};
if (ask('/status').text !== 'up' || ask('/other').statusCode !== 404) throw new Error('the routes themselves do not work');
if (ask('/status?probe=1').statusCode === 404) fault('/status?probe=1 is answered with 404');
sound();
