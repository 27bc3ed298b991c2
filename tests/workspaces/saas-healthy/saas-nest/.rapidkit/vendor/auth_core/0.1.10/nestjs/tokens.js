'use strict';

const { createHmac, timingSafeEqual } = require('node:crypto');

/**
 * The subject of an HS256 token, or null when it is expired, was signed with another secret or is no token.
 * `now` is in seconds.
 */
function readToken(token, secret, now) {
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) return null;
  const expected = createHmac('sha256', secret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  try {
    if (parse(head).alg !== 'HS256') return null;
    const claims = parse(body);
    return typeof claims.exp === 'number' && claims.exp > now ? String(claims.sub) : null;
  } catch {
    return null;
  }
}

function parse(part) {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

module.exports = { readToken };
