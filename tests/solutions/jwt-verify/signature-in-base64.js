// fails: accepts every signature, whatever characters are in it
import { createHmac } from 'node:crypto';

export function verifyJwt(token, { secret, issuer, audience, now }) {
  try {
    const [header, body, signature, ...rest] = token.split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url'));
    const expected = createHmac('sha256', secret).update(`${header}.${body}`).digest('base64').replace(/=+$/, '');
    if (alg !== 'HS256' || rest.length > 0 || signature !== expected) throw new Error('bad');
    const payload = JSON.parse(Buffer.from(body, 'base64url'));
    if (typeof payload.exp !== 'number' || now >= payload.exp) throw new Error('bad');
    if (payload.nbf !== undefined && !(payload.nbf <= now)) throw new Error('bad');
    if (payload.iss !== issuer || ![payload.aud].flat().includes(audience)) throw new Error('bad');
    return payload;
  } catch (cause) {
    throw Object.assign(new Error('invalid', { cause }), { code: 'INVALID_TOKEN' });
  }
}
