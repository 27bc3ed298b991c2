// Frameworks that make a route of a file by its place: the framework says which files are routes and of which path, and the file's
// exports say which methods.
import path from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { any, given, isAny } from "./any.mjs";
import { load } from "./bundle.mjs";
import { named } from "./paths.mjs";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

/** What each file exports, in its own right or passed on from another one: file → names. */
async function exported(files, require) {
  const { build } = require("esbuild");
  const { metafile } = await build({
    entryPoints: files,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    outdir: "out",
    logLevel: "error",
    plugins: [
      {
        name: "only what is passed on",
        setup(build) {
          build.onResolve({ filter: /.*/ }, ({ path: name, kind, importer }) =>
            kind === "entry-point" || /^\s*export\s*\*/m.test(readFileSync(importer, "utf8")) ? undefined : { path: name, external: true },
          );
        },
      },
    ],
  });
  return new Map(Object.values(metafile.outputs).filter((it) => it.entryPoint).map((it) => [path.resolve(it.entryPoint), it.exports]));
}

/** Files of `app` and `pages/api`, as version 16 discovers them. HEAD beside GET is answered by Next.js itself. */
export async function next(folder, require) {
  const { discoverRoutes } = require("next/dist/build/route-discovery");
  const isSrcDir = !["app", "pages"].some((it) => existsSync(path.join(folder, it)));
  const at = (name) => [path.join(folder, isSrcDir ? "src" : "", name)].find((it) => existsSync(it));
  const found = await discoverRoutes({
    appDir: at("app"),
    pagesDir: at("pages"),
    pageExtensions: ["tsx", "ts", "jsx", "js"],
    isDev: false,
    baseDir: folder,
    isSrcDir,
  });
  const isApi = ({ route }) => /^\/api(\/|$)/.test(route);
  const functions = [...found.pageApiRoutes, ...found.pageRoutes.filter(isApi)];
  const routes = [...found.appRouteHandlers, ...functions];
  const base = await basePath(folder, require);
  const exports = await exported(routes.map((it) => it.filePath), require);
  return routes.flatMap((it) => {
    const names = exports.get(it.filePath) ?? [];
    const shown = (base + it.route).replace(/\[\[?(?:\.\.\.)?([^\]]+)\]?\]/g, "{$1}").replace(/(.)\/$/, "$1");
    const handled = METHODS.filter((one) => names.includes(one) && !(one === "HEAD" && names.includes("GET")));
    const methods = functions.includes(it) ? names.filter((one) => one === "default").map(() => "ANY") : handled;
    return methods.map((method) => `${method} ${shown}`);
  });
}

/** What the configuration puts before every path; `{?}` when it comes out of a stand-in. */
async function basePath(folder, require) {
  const file = ["js", "mjs", "ts"].map((ending) => path.join(folder, `next.config.${ending}`)).find((it) => existsSync(it));
  if (!file) return "";
  globalThis.__oracle.require = require;
  const loaded = (await load(file, require)).default;
  const config = typeof loaded === "function" && !isAny(loaded) ? await loaded("phase-production-build", { defaultConfig: {} }) : loaded;
  // Whoever wraps a configuration keeps what it says.
  const all = [config, ...given].filter((it) => typeof it === "object" && it && !isAny(it));
  const found = all.find((it) => "basePath" in it)?.basePath;
  return isAny(found) ? "{?}" : found ?? "";
}

/** Files of `src/api`, loaded by Medusa's own loader; whatever else they import is a stand-in. */
export async function medusa(folder, require) {
  const typescript = require("typescript");
  const Module = require("module");
  const compilerOptions = { module: "commonjs", target: "es2022", esModuleInterop: true, experimentalDecorators: true };
  Module._extensions[".ts"] = (module, file) => module._compile(typescript.transpileModule(readFileSync(file, "utf8"), { compilerOptions }).outputText, file);
  const load = Module._load;
  Module._load = function (name, parent, ...rest) {
    const isOwn = parent?.filename?.startsWith(folder);
    if (isOwn && !name.startsWith(".")) return any;
    try {
      return load.call(this, name, parent, ...rest);
    } catch (error) {
      if (isOwn || (error.code === "MODULE_NOT_FOUND" && !name.startsWith("."))) return any;
      throw error;
    }
  };
  const framework = path.dirname(require.resolve("@medusajs/framework"));
  const { RoutesLoader } = require(path.join(framework, "http/routes-loader.js"));
  const loader = new RoutesLoader();
  await loader.scanDir(path.join(folder, "src/api"));
  return loader.getRoutes().map(({ method, matcher }) => `${method} ${named(matcher).replace(/(.)\/$/, "$1")}`);
}
