// fails: compares with timingSafeEqual
import { createHmac } from 'node:crypto';

const hmac = (secret, body, time) => createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');

export function sign(secret, body, time) {
  return `t=${time},v1=${hmac(secret, body, time)}`;
}

export function verify(secret, body, header, { now, tolerance = 300 }) {
  const parts = String(header).split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1];
  if (!/^\d+$/.test(time) || Math.abs(now - time) > tolerance) return false;
  return parts.some(([name, value]) => name === 'v1' && value === hmac(secret, body, time));
}
