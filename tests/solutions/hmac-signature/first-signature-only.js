// fails: one right signature among several is enough
import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (secret, body, time) => createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');

export function sign(secret, body, time) {
  return `t=${time},v1=${hmac(secret, body, time)}`;
}

export function verify(secret, body, header, { now, tolerance = 300 }) {
  const parts = String(header).split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1];
  const value = parts.find(([name]) => name === 'v1')?.[1] ?? '';
  if (!/^\d+$/.test(time) || Math.abs(now - time) > tolerance) return false;
  const expected = Buffer.from(hmac(secret, body, time));
  return /^[0-9a-f]{64}$/.test(value) && timingSafeEqual(Buffer.from(value), expected);
}
