import { run, fault, sound } from '../proof.mjs';

let handler;
await run({ server: { on: (event, listener) => { handler = listener; } } });

const ask = (url) => {
  const res = { statusCode: 200, end() { this.ended = true; } };
  handler({ method: 'GET', url }, res);
  return res;
};
if (ask('/ready?x=1').statusCode !== 200 || ask('/other').statusCode !== 404) throw new Error('the routes themselves do not work');
try {
  const res = ask('//');
  if (res.statusCode !== 400 || !res.ended) throw new Error('no response for //');
} catch (error) {
  if (error.code === 'ERR_INVALID_URL') fault('GET // throws ERR_INVALID_URL in the listener');
  throw error;
}
sound();
