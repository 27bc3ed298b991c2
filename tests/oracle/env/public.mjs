// Which env keys a module's zod or t3-env schemas take, one a line: `node public.mjs FILE`, in a folder with esbuild, zod and
// @t3-oss/env-nextjs. Everything else that the module imports is left out: only its own schemas are asked.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { build } = require("esbuild");
const real = /^(zod|@t3-oss\/)/;
const stub = "const any = new Proxy(function () {}, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : any), apply: (_, __, [first]) => first, construct: () => any, getPrototypeOf: () => any });";
const out = path.join(process.cwd(), "public.out.mjs");
await build({
  entryPoints: [process.argv[2]],
  bundle: true,
  format: "esm",
  platform: "node",
  outfile: out,
  logLevel: "error",
  plugins: [
    {
      name: "only its own",
      setup(build) {
        build.onResolve({ filter: real }, (found) => ({ path: pathToFileURL(require.resolve(found.path)).href, external: true }));
        build.onResolve({ filter: /^[^./]/ }, (found) => (found.kind === "entry-point" ? undefined : { path: found.path, namespace: "stub" }));
        build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: `${stub}; module.exports = any;`, loader: "js" }));
      },
    },
  ],
});
// A schema asks the environment for each of its keys, and so does the module itself.
const keys = new Set();
const asked = (_, name) => {
  // What Node itself asks for while it loads a file.
  if (typeof name === "string" && !["WATCH_REPORT_DEPENDENCIES", "FORCE_COLOR"].includes(name)) keys.add(name);
};
Object.defineProperty(process, "env", { value: new Proxy({}, { get: asked, has: asked }) });
writeFileSync(out, readFileSync(out, "utf8").replaceAll(/import \{ createEnv \} from "[^"]+";/g, "const createEnv = (it) => { for (const part of [it.server, it.client, it.shared]) Object.keys(part ?? {}).forEach((key) => globalThis.__keys.add(key)); return {}; };"));
globalThis.__keys = keys;
try {
  await import(pathToFileURL(out).href);
} catch (error) {
  console.error(String(error));
}
console.log([...keys].sort().join("\n"));
