// A hostile origin asks with credentials.
import { run, fault, sound } from '../proof.mjs';

let middleware;
const app = { use: (...args) => { middleware = args.at(-1); } };
await run({ app });
const headersFor = (origin) => {
  const headers = {};
  let went = false;
  middleware({ headers: { origin } }, { set(name, value) { headers[name.toLowerCase()] = value; } }, () => { went = true; });
  if (!went) fault('the request is stopped');
  return headers;
};
const evil = headersFor('https://evil.example');
if (evil['access-control-allow-origin'] === 'https://evil.example') fault('any origin is echoed');
const own = headersFor('https://shop.example');
if (own['access-control-allow-origin'] !== 'https://shop.example') fault('its own page is refused');
if (own['access-control-allow-credentials'] !== 'true' || own.vary !== 'Origin') fault('headers missing');
sound();
