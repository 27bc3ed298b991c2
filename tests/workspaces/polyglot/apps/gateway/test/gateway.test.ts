import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { createApplication } from '../src/application';

const address = (server: { address(): unknown }) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test('the gateway passes products and refusals on', async () => {
  const catalog = createServer((request, response) => {
    response.writeHead(request.url === '/products/tea' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ asked: request.url }));
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => catalog.once('listening', ready));
  process.env.CATALOG_URL = address(catalog);
  process.env.ORDERS_URL = 'http://127.0.0.1:9';

  const app = await createApplication();
  await app.listen(0, '127.0.0.1');
  const base = address(app.getHttpServer());
  try {
    assert.deepEqual(await (await fetch(`${base}/shop/products/tea`)).json(), { asked: '/products/tea' });
    assert.equal((await fetch(`${base}/shop/products/gold`)).status, 404);
    assert.equal((await fetch(`${base}/shop/accounts/a-1/orders`)).status, 503);
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
  } finally {
    await app.close();
    catalog.close();
  }
});
