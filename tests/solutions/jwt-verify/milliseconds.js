// fails: returns the payload of a good token
import { createHmac, timingSafeEqual } from 'node:crypto';

export function verifyJwt(token, { secret, issuer, audience, now }) {
  try {
    const [header, body, signature, ...rest] = token.split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
    const expected = createHmac('sha256', secret).update(`${header}.${body}`).digest();
    if (alg !== 'HS256' || rest.length > 0) throw new Error('bad');
    if (!timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) throw new Error('bad');
    const payload = JSON.parse(Buffer.from(body, 'base64url'));
    if (!(new Date(payload.exp) > now * 1000)) throw new Error('bad');
    if (payload.nbf !== undefined && !(payload.nbf <= now)) throw new Error('bad');
    if (payload.iss !== issuer || ![payload.aud].flat().includes(audience)) throw new Error('bad');
    return payload;
  } catch (cause) {
    throw Object.assign(new Error('invalid', { cause }), { code: 'INVALID_TOKEN' });
  }
}
