// Addresses as numbers, and the ranges as masks.
import { isIPv4, isIPv6 } from 'node:net';

function fourToNumber(address) {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function sixToNumber(address) {
  let text = address;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const four = fourToNumber(dotted[2]);
    text = `${dotted[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  }
  const [head, tail] = text.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = tail ? [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail] : head;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function range(text, bits, size, toNumber) {
  const shift = BigInt(size - bits);
  return { shift, prefix: toNumber(text) >> shift };
}

const fours = ['0.0.0.0/8', '127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']
  .concat('169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4')
  .map((text) => text.split('/'))
  .map(([net, bits]) => range(net, bits, 32, fourToNumber));
const sixes = ['::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8']
  .map((text) => text.split('/'))
  .map(([net, bits]) => range(net, bits, 128, sixToNumber));
const within = (number, ranges) => ranges.some(({ shift, prefix }) => number >> shift === prefix);

function isAllowed(address) {
  if (isIPv4(address)) return !within(fourToNumber(address), fours);
  if (!isIPv6(address)) return false;
  const number = sixToNumber(address);
  if (number >> 32n === 0xffffn) return !within(number & 0xffffffffn, fours);
  return !within(number, sixes);
}

function blocked() {
  const error = new Error('blocked');
  error.code = 'BLOCKED';
  return error;
}

export async function checkTarget(text, lookup) {
  try {
    const url = new URL(text);
    const { protocol, port, username, password, hostname } = url;
    if (!['http:', 'https:'].includes(protocol) || port || username || password) throw blocked();
    const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    const addresses = isIPv4(host) || isIPv6(host) ? [host] : await lookup(host);
    if (addresses.length === 0 || !addresses.every(isAllowed)) throw blocked();
    return { url, address: addresses[0] };
  } catch {
    throw blocked();
  }
}
