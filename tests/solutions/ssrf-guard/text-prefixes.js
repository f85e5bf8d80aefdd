// fails: allows the neighbours of the blocked IPv4 ranges
import { isIP } from 'node:net';

const prefixes = ['0.', '10.', '127.', '100.', '169.254.', '172.', '192.168.', 'fc', 'fd', 'fe8', 'fe9', 'fea', 'feb', 'ff'];
const fail = () => Object.assign(new Error('blocked'), { code: 'BLOCKED' });

function isPrivate(address) {
  const text = address.toLowerCase();
  if (text === '::' || text === '::1') return true;
  if (/^(22[4-9]|2[345]\d)\./.test(text)) return true;
  if (text.startsWith('::ffff:')) {
    const rest = text.slice(7);
    if (rest.includes('.')) return isPrivate(rest);
    const [high, low] = rest.split(':').map((part) => parseInt(part, 16));
    return isPrivate([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  return prefixes.some((prefix) => text.startsWith(prefix));
}

export async function checkTarget(text, lookup) {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.port || url.username || url.password) throw fail();
  const host = url.hostname.replace(/[[\]]/g, '');
  const addresses = isIP(host) ? [host] : await lookup(host).catch(() => []);
  if (addresses.length === 0 || addresses.some(isPrivate)) throw fail();
  return { url, address: addresses[0] };
}
