// The first load fails, the second works: the second call must see the new value, and good values stay cached.
import { run, fault, sound } from '../proof.mjs';

const loadOnce = await run({}, 'return loadOnce;');
let calls = 0;
const load = async () => {
  calls += 1;
  if (calls === 1) throw new Error('backend down');
  return 'price';
};
await loadOnce('a', load).catch(() => {});
await new Promise(setImmediate);
const second = await loadOnce('a', load).catch((error) => error);
if (second instanceof Error) fault('the failure is served from the cache');
await Promise.all([loadOnce('a', load), loadOnce('a', load)]);
if (calls !== 2) throw new Error(`loaded ${calls} times`);
sound();
