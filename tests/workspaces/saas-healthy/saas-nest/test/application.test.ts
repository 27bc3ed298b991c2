import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';

import { INestApplication } from '@nestjs/common';

const SECRET = 'only-for-tests-and-long-enough';
Object.assign(process.env, {
  LOG_FORMAT: 'silent',
  AUTH_JWT_SECRET: SECRET,
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none',
  MAIL_FROM: 'Notebook <hello@notebook.example>',
  MAIL_RECEIPT_PUBLIC_KEY: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
});

let app: INestApplication;
let base: string;

before(async () => {
  const { createApplication } = await import('../src/application');
  app = await createApplication();
  await app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});

after(() => app.close());

function token(subject: string, secret = SECRET): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: subject, exp: Date.now() / 1000 + 60 })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const me = (bearer: string) => fetch(`${base}/api/auth/me`, { headers: { authorization: `Bearer ${bearer}` } });

test('health has no prefix', async () => {
  assert.equal((await fetch(`${base}/health`)).status, 200);
  assert.equal((await fetch(`${base}/api/health`)).status, 404);
});

test('a token of the product is believed, a foreign one is not', async () => {
  assert.deepEqual(await (await me(token('acc-1'))).json(), { id: 'acc-1' });
  assert.equal((await me(token('acc-1', 'another-secret-of-some-length'))).status, 401);
});

test('templates answer under both names and only with their version', async () => {
  assert.equal((await fetch(`${base}/api/v1/templates/welcome`)).status, 200);
  assert.equal((await fetch(`${base}/api/v1/mail-templates`)).status, 200);
  assert.equal((await fetch(`${base}/api/templates`)).status, 404);
});

test('a controller that no module lists answers nothing', async () => {
  assert.equal((await fetch(`${base}/api/digest/send`, { method: 'POST' })).status, 404);
});

test('an unsigned receipt is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${base}/api/receipts`, { method: 'POST', headers, body: '{"id":"n-1"}' });
  assert.equal(answer.status, 403);
});
