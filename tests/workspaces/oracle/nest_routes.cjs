// Prints what a NestJS application serves, read from the route table of the Express instance that Nest has filled.
//
//   node nest_routes.cjs <built file that exports createApplication>
'use strict';

const { resolve } = require('node:path');

async function main() {
  const { createApplication } = require(resolve(process.argv[2]));
  const app = await createApplication();
  await app.init();
  const endpoints = new Set();
  for (const { route } of app.getHttpAdapter().getInstance().router.stack) {
    if (!route) continue;
    for (const path of [route.path].flat()) {
      for (const method of Object.keys(route.methods)) endpoints.add(`${method.toUpperCase()} ${path}`);
    }
  }
  await app.close();
  const order = (line) => line.split(' ').reverse().join(' ');
  console.log(JSON.stringify([...endpoints].sort((a, b) => (order(a) < order(b) ? -1 : 1)), null, 2));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
