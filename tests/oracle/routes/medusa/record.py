"""Records what Medusa serves for each case. Run with ROUTES_NODE set to a folder whose node_modules has
@medusajs/framework 2 and typescript 5. Medusa's own loader is asked for the routes of `src/api`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import node, record  # noqa: E402

ASK = r"""
const ts = require('typescript'), fs = require('fs'), path = require('path');
require.extensions['.ts'] = (module, file) => module._compile(ts.transpileModule(fs.readFileSync(file, 'utf8'), {
  compilerOptions: { module: 'commonjs', target: 'es2022', esModuleInterop: true },
}).outputText, file);
const framework = path.dirname(require.resolve('@medusajs/framework'));
const { RoutesLoader } = require(path.join(framework, 'http/routes-loader.js'));
const named = (p) => p.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1');
(async () => {
  const loader = new RoutesLoader();
  await loader.scanDir(path.resolve('src/api'));
  const lines = loader.getRoutes().map(({ method, matcher }) => method + ' ' + named(matcher));
  console.log(JSON.stringify(lines));
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
"""


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, node(ASK), Path(os.environ["ROUTES_NODE"])))
