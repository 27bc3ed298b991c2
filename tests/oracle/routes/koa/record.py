"""Records what Koa serves for each case. Run with ROUTES_NODE set to a folder whose node_modules has koa 3, @koa/router,
koa-mount and koa-compose. A case exports its application from `app.js`. What is mounted or composed is watched, so that
prefixes are those that were written. HEAD beside GET is left out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import node, record  # noqa: E402

ASK = r"""
const watch = (name, note) => {
  const real = require(name);
  require.cache[require.resolve(name)].exports = (...args) => Object.assign(real(...args), { watched: note(...args) });
};
watch('koa-compose', (all) => ['', all]);
watch('koa-mount', (path, what) => [path.replace(/\/$/, ''), [what]]);
const app = require(require('path').resolve('app.js'));
const out = [];
const named = (p) => p.replace(/:(\w+)/g, '{$1}').replace(/\*(\w+)/g, '{$1}') || '/';
const walk = (all, prefix) => {
  for (const one of all) {
    if (one.middleware && !one.router) walk(one.middleware, prefix);
    else if (one.watched) walk(one.watched[1], prefix + one.watched[0]);
    else if (one.router) {
      for (const layer of one.router.stack) {
        const full = named(layer.path === '/' && prefix ? prefix : prefix + layer.path);
        if (layer.methods.length > 10) out.push('ANY ' + full);
        else layer.methods.filter((m) => m !== 'HEAD' || !layer.methods.includes('GET')).forEach((m) => out.push(m + ' ' + full));
      }
    }
  }
};
walk(app.middleware, '');
console.log(JSON.stringify(out));
"""


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, node(ASK), Path(os.environ["ROUTES_NODE"])))
