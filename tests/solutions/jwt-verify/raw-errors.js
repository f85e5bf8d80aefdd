// fails: what is not a token throws INVALID_TOKEN
import { createHmac, timingSafeEqual } from 'node:crypto';

const refuse = () => {
  throw Object.assign(new Error('invalid'), { code: 'INVALID_TOKEN' });
};

export function verifyJwt(token, { secret, issuer, audience, now }) {
  const [header, body, signature] = token.split('.');
  const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
  if (alg !== 'HS256') refuse();
  const expected = createHmac('sha256', secret).update(`${header}.${body}`).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) refuse();
  const payload = JSON.parse(Buffer.from(body, 'base64url'));
  if (typeof payload.exp !== 'number' || now >= payload.exp) refuse();
  if (payload.nbf !== undefined && !(payload.nbf <= now)) refuse();
  if (payload.iss !== issuer || ![payload.aud].flat().includes(audience)) refuse();
  return payload;
}
