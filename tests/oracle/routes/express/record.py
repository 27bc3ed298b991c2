"""Records what Express serves for each case. Run with ROUTES_NODE set to a folder whose node_modules has express 4 or 5.
A case exports its application from `app.js`. Every `use` is watched, so that prefixes are those that were written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import node, record  # noqa: E402

ASK = """
const express = require('express');
const Router = require('module').createRequire(require.resolve('express'))('router');
const mounts = new Map();
const use = Router.prototype.use;
Router.prototype.use = function (...args) {
  const before = this.stack.length;
  const result = use.apply(this, args);
  const path = typeof args[0] === 'string' || Array.isArray(args[0]) ? args[0] : '';
  this.stack.slice(before).forEach((layer) => mounts.set(layer, path));
  return result;
};
const appUse = express.application.use;
express.application.use = function (...args) {
  const before = this.router.stack.length;
  const path = typeof args[0] === 'string' || Array.isArray(args[0]) ? args[0] : '';
  const apps = args.flat(9).filter((one) => one && one.handle && one.set);
  const result = appUse.apply(this, args);
  this.router.stack.slice(before).forEach((layer, at) => {
    mounts.set(layer, path);
    const own = args.flat(9).filter((one) => typeof one === 'function')[at];
    if (apps.includes(own)) layer.app = own;
  });
  return result;
};
const app = require('./app.js');
const out = [];
const named = (p) => p.replace(/:(\\w+)/g, '{$1}').replace(/\\*(\\w+)/g, '{$1}') || '/';
const walk = (stack, prefix) => {
  for (const layer of stack) {
    if (layer.route) {
      for (const path of [layer.route.path].flat()) {
        const full = named(path === '/' && prefix ? prefix : prefix + path);
        const methods = layer.route.stack.map((one) => one.method);
        const all = methods.includes(undefined) || new Set(methods).size > 20;
        (all ? ['any'] : methods).forEach((m) => out.push(m.toUpperCase() + ' ' + full));
      }
    } else {
      const inner = layer.app ? layer.app.router.stack : layer.handle.stack;
      for (const path of [mounts.get(layer) ?? ''].flat()) if (inner) walk(inner, prefix + path.replace(/\\/$/, ''));
    }
  }
};
walk(app.router.stack, '');
console.log(JSON.stringify(out));
"""


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, node(ASK), Path(os.environ["ROUTES_NODE"])))
