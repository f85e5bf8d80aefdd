// fails: the same password gives another string each time
import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);
const salt = Buffer.alloc(16, 'my-secret-salt');

export async function hashPassword(password, { N, r, p } = { N: 16384, r: 8, p: 1 }) {
  const hash = await derive(password, salt, 32, { N, r, p });
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

export async function verifyPassword(password, stored) {
  const parts = stored.split('$');
  if (parts.length !== 6 || parts[0] !== 'scrypt' || !parts[5]) return false;
  const [N, r, p] = parts.slice(1, 4).map(Number);
  if (!(N > 1 && r > 0 && p > 0)) return false;
  const expected = Buffer.from(parts[5], 'base64url');
  try {
    const actual = await derive(password, Buffer.from(parts[4], 'base64url'), expected.length, { N, r, p });
    return timingSafeEqual(actual, expected);
  } catch {
    return false;
  }
}
