// fails: looks the host name up exactly once
import { BlockList, isIP } from 'node:net';

const list = new BlockList();
const four = { '0.0.0.0': 8, '127.0.0.0': 8, '10.0.0.0': 8, '172.16.0.0': 12, '192.168.0.0': 16 };
Object.assign(four, { '100.64.0.0': 10, '169.254.0.0': 16, '224.0.0.0': 4, '240.0.0.0': 4 });
for (const [net, bits] of Object.entries(four)) list.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of Object.entries({ '::': 127, 'fc00::': 7, 'fe80::': 10, 'ff00::': 8 })) {
  list.addSubnet(net, bits, 'ipv6');
}
const fail = () => Object.assign(new Error('blocked'), { code: 'BLOCKED' });

async function isPublic(host, lookup) {
  const addresses = isIP(host) ? [host] : await lookup(host).catch(() => []);
  return addresses.length > 0 && addresses.every((address) => !list.check(address, `ipv${isIP(address)}`));
}

export async function checkTarget(text, lookup) {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.port || url.username || url.password) throw fail();
  const host = url.hostname.replace(/[[\]]/g, '');
  if (!(await isPublic(host, lookup))) throw fail();
  const address = isIP(host) ? host : (await lookup(host))[0];
  return { url, address };
}
