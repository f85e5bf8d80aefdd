// fails: refuses a token without a number as exp
import { createHmac, timingSafeEqual } from 'node:crypto';

export function verifyJwt(token, { secret, issuer, audience, now }) {
  try {
    const [header, body, signature, ...rest] = token.split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
    const expected = createHmac('sha256', secret).update(`${header}.${body}`).digest();
    if (alg !== 'HS256' || rest.length > 0) throw new Error('bad');
    if (!timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) throw new Error('bad');
    const payload = JSON.parse(Buffer.from(body, 'base64url'));
    if (now >= payload.exp || now < payload.nbf) throw new Error('bad');
    if (payload.iss !== issuer || ![payload.aud].flat().includes(audience)) throw new Error('bad');
    return payload;
  } catch (cause) {
    throw Object.assign(new Error('invalid', { cause }), { code: 'INVALID_TOKEN' });
  }
}
