// Which routes a service of Node answers on, as its own framework says, one `METHOD /path` a line: see compare.py.
//
//     node.mjs nest|express|koa|fastify FILE [NAME]    the service that FILE starts, or exports as NAME (`NAME()` makes it)
//     node.mjs next FOLDER                             the files of a folder, placed by Next.js
//     node.mjs medusa FOLDER                           the files of a folder's src/api, placed by Medusa
//
// Run it in a folder whose node_modules has esbuild and the framework, with the environment that is wanted. The repository's own
// code runs against what is installed there; any other package is a stand-in that takes every call, so that no database is
// needed. A condition on a stand-in holds.
import path from "node:path";
import http from "node:http";
import { createRequire } from "node:module";
import { any, helpers } from "./node/any.mjs";
import { load } from "./node/bundle.mjs";
import { express } from "./node/express.mjs";
import { fastify } from "./node/fastify.mjs";
import { medusa, next } from "./node/files.mjs";
import { koa } from "./node/koa.mjs";
import { nest } from "./node/nest.mjs";

const [kind, target, served] = process.argv.slice(2);
const start = path.resolve(target);
const require = createRequire(path.join(process.cwd(), "x.js"));

function print(lines) {
  const key = (line) => line.split(" ").reverse().join(" ");
  process.stdout.write([...new Set(lines)].sort((a, b) => (key(a) < key(b) ? -1 : 1)).join("\n") + "\n", () => process.exit(0));
}

async function booted(framework) {
  // What the service prints is no route.
  console.log = console.info = console.debug = console.error;
  let app;
  const finished = new Promise((resolve) => (globalThis.__oracle.finish = resolve));
  // Whoever listens has registered its routes.
  http.Server.prototype.listen = function () {
    setImmediate(globalThis.__oracle.finish);
    return this;
  };
  globalThis.__oracle.require = (name) => framework.replaced[name] ?? require(name);
  for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => console.error(error));
  const exit = process.exit;
  process.exit = () => globalThis.__oracle.finish();
  const loaded = await load(start, require);
  if (served) {
    const name = served.replace("()", "");
    const exported = loaded[name] ?? loaded.default?.[name] ?? loaded.default;
    app = served.endsWith("()") ? await exported() : exported;
  } else {
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 8000))]);
  }
  process.exit = exit;
  return framework.lines(app);
}

globalThis.__oracle = { any, helpers };
const frameworks = { nest, express, koa, fastify };
print(await (frameworks[kind] ? booted(frameworks[kind](require)) : { next, medusa }[kind](start, require)));
