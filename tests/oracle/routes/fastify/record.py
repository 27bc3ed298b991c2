"""Records what Fastify serves for each case. Run with ROUTES_NODE set to a folder whose node_modules has fastify 5,
fastify-plugin and @fastify/autoload. A case exports its server, or a promise of it, from `server.js`; one without that file
is started from `app.js` as Fastify's own command does. What the server answers by itself beside a route (HEAD, and the same
path with a slash behind it) is left out, as its own `onRoute` hook is asked once for each that was written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import node, record  # noqa: E402

ASK = r"""
const fs = require('fs'), path = require('path');
const real = require('fastify');
const seen = [];
const watched = (options) => {
  const server = real(options);
  server.addHook('onRoute', (route) => seen.push([[route.method].flat(), route.url || '/']));
  return server;
};
watched.fastify = watched;
watched.default = watched;
require.cache[require.resolve('fastify')].exports = watched;
const named = (p) => p.split('::').map((part) => part.replace(/:(\w+)(\((?:[^()]|\([^()]*\))*\))?\??/g, '{$1}')).join(':');
(async () => {
  let server;
  if (fs.existsSync('server.js')) server = await require(path.resolve('server.js'));
  else server = watched().register(require(path.resolve('app.js')));
  await server.ready();
  const gets = new Set(seen.filter(([methods]) => methods.includes('GET')).map(([, url]) => url));
  const lines = [];
  for (const [methods, url] of seen) {
    if (methods.length >= real().supportedMethods.length) lines.push('ANY ' + named(url));
    else methods.filter((m) => m !== 'HEAD' || !(gets.has(url) || gets.has(url.replace(/(.)\/$/, '$1')))).forEach((m) => lines.push(m + ' ' + named(url)));
  }
  console.log(JSON.stringify(lines));
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
"""


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, node(ASK), Path(os.environ["ROUTES_NODE"])))
