// PORT set, unset, and set to nothing.
import { run, fault, sound } from '../proof.mjs';

const readConfig = await run({}, 'return readConfig;');
if (readConfig({ PORT: '8080' }).port !== 8080) fault('8080 is not read');
if (readConfig({}).port !== 3000) fault('no default');
if (readConfig({ PORT: '' }).port === 0) fault('an empty PORT means a random port');
for (const bad of ['x', '-1', '70000', '1.5']) {
  let port = null;
  try { port = readConfig({ PORT: bad }).port; } catch { continue; }
  fault(`${bad} is taken as ${port}`);
}
sound();
