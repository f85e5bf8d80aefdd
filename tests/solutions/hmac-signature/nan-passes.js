// fails: returns false for a malformed header
import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (secret, body, time) => createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');

export function sign(secret, body, time) {
  return `t=${time},v1=${hmac(secret, body, time)}`;
}

export function verify(secret, body, header, { now, tolerance = 300 }) {
  const parts = header.split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1];
  if (Math.abs(now - time) > tolerance) return false;
  const expected = hmac(secret, body, time);
  return parts.some(
    ([name, value = '']) =>
      name === 'v1' && /^[0-9a-f]{64}$/.test(value) && timingSafeEqual(Buffer.from(value), Buffer.from(expected)),
  );
}
