// fails: the hash comes from scrypt with the stored salt
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);

export async function hashPassword(password, { N, r, p } = { N: 16384, r: 8, p: 1 }) {
  const salt = randomBytes(16).toString('base64url');
  const hash = await derive(password, salt, 32, { N, r, p });
  return `scrypt$${N}$${r}$${p}$${salt}$${hash.toString('base64url')}`;
}

export async function verifyPassword(password, stored) {
  const parts = stored.split('$');
  if (parts.length !== 6 || parts[0] !== 'scrypt' || !parts[5]) return false;
  const [N, r, p] = parts.slice(1, 4).map(Number);
  if (!(N > 1 && r > 0 && p > 0)) return false;
  const expected = Buffer.from(parts[5], 'base64url');
  try {
    const actual = await derive(password, parts[4], expected.length, { N, r, p });
    return timingSafeEqual(actual, expected);
  } catch {
    return false;
  }
}
