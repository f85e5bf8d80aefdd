// fails: refuses other algorithms, even when correctly signed
import { createHmac, timingSafeEqual } from 'node:crypto';

const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

export function verifyJwt(token, { secret, issuer, audience, now }) {
  try {
    const [header, body, signature, ...rest] = token.split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
    const expected = createHmac(hashes[alg], secret).update(`${header}.${body}`).digest();
    if (rest.length > 0 || !timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) throw new Error('bad');
    const payload = JSON.parse(Buffer.from(body, 'base64url'));
    const good =
      typeof payload.exp === 'number' &&
      now < payload.exp &&
      (payload.nbf === undefined || payload.nbf <= now) &&
      payload.iss === issuer &&
      [payload.aud].flat().includes(audience);
    if (!good) throw new Error('bad');
    return payload;
  } catch (cause) {
    throw Object.assign(new Error('invalid', { cause }), { code: 'INVALID_TOKEN' });
  }
}
