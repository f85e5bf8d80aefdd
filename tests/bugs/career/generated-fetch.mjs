// A stub of fetch that, like the real one, ignores unknown options: is there a signal that ends the wait?
import { run, fault, sound } from '../proof.mjs';

let init;
const fetch = async (url, options) => {
  init = options ?? {};
  return { ok: true, status: 200, json: async () => ({ url }) };
};
const delays = [];
const FakeSignal = { timeout(ms) { delays.push(ms); return AbortSignal.abort(); } };
const loadProfile = await run({ fetch, AbortSignal: FakeSignal }, 'return loadProfile;');
const profile = await loadProfile('a/b');
if (profile.url !== 'https://users.internal/profiles/a%2Fb') fault(profile.url);
if (!(init.signal instanceof AbortSignal)) fault('no signal reaches fetch, so nothing ends the wait');
if (delays[0] !== 2000) fault('not two seconds');
sound();
