// fails: blocks a private IPv4 address inside an IPv6 one
import { isIPv4, isIP } from 'node:net';

const fail = () => Object.assign(new Error('blocked'), { code: 'BLOCKED' });

function isPrivate(address) {
  if (isIPv4(address)) {
    const [a, b] = address.split('.').map(Number);
    if ([0, 10, 127].includes(a) || a >= 224) return true;
    if (a === 100) return b >= 64 && b < 128;
    if (a === 169) return b === 254;
    if (a === 172) return b >= 16 && b < 32;
    return a === 192 && b === 168;
  }
  return /^(::1?$|f[cd]|fe[89ab]|ff)/i.test(address);
}

export async function checkTarget(text, lookup) {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.port || url.username || url.password) throw fail();
  const host = url.hostname.replace(/[[\]]/g, '');
  const addresses = isIP(host) ? [host] : await lookup(host).catch(() => []);
  if (addresses.length === 0 || addresses.some(isPrivate)) throw fail();
  return { url, address: addresses[0] };
}
