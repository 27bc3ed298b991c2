"""Records what NestJS serves for each case. Run with ROUTES_NODE set to a folder whose node_modules has @nestjs/core,
@nestjs/common, @nestjs/config and @nestjs/platform-express 11, reflect-metadata, rxjs and typescript 5. A case exports
`createApplication` from `main.ts`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import node, record  # noqa: E402

ASK = """
require('reflect-metadata');
const ts = require('typescript'), fs = require('fs'), path = require('path');
require.extensions['.ts'] = (module, file) => module._compile(ts.transpileModule(fs.readFileSync(file, 'utf8'), {
  compilerOptions: { module: 'commonjs', target: 'es2022', experimentalDecorators: true, emitDecoratorMetadata: true, esModuleInterop: true },
}).outputText, file);
const { NestFactory } = require('@nestjs/core');
const create = NestFactory.create.bind(NestFactory);
NestFactory.create = (module, options) => create(module, { ...options, abortOnError: false });
(async () => {
  const app = await require(path.resolve('main.ts')).createApplication();
  await app.init();
  const named = (p) => p.replace(/:(\\w+)/g, '{$1}').replace(/\\*(\\w+)/g, '{$1}');
  const seen = new Map();
  for (const { route } of app.getHttpAdapter().getInstance().router.stack) {
    if (!route) continue;
    for (const p of [route.path].flat()) {
      const methods = Object.keys(route.methods);
      const known = seen.get(p) ?? new Set();
      methods.forEach((m) => known.add(m.toUpperCase()));
      seen.set(p, known);
    }
  }
  const lines = [];
  // A route for every method is registered once for each of them.
  for (const [p, methods] of seen) {
    if (methods.size > 20) lines.push('ANY ' + named(p));
    else methods.forEach((m) => lines.push(m + ' ' + named(p)));
  }
  console.log(JSON.stringify(lines));
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
"""


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, node(ASK), Path(os.environ["ROUTES_NODE"])))
