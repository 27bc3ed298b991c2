// A repository's own code in one file: packages of the repository are found by their manifests, installed ones are real, every
// other one is a stand-in.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { execFileSync } from "node:child_process";

/** The packages of the repository around a file: name → folder. */
function packages(file) {
  const git = (...args) => execFileSync("git", ["-C", path.dirname(file), ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  const top = git("rev-parse", "--show-toplevel").trim();
  const found = new Map();
  for (const name of git("ls-files", "--full-name", top).split("\n")) {
    if (path.basename(name) !== "package.json" || !existsSync(path.join(top, name))) continue;
    const manifest = JSON.parse(readFileSync(path.join(top, name), "utf8"));
    if (manifest.name && !found.has(manifest.name)) found.set(manifest.name, path.join(top, path.dirname(name)));
  }
  return found;
}

const ENDINGS = ["", ".ts", ".tsx", ".js", ".mjs", ".cjs", "/index.ts", "/index.tsx", "/index.js"];
const onDisk = (target) => ENDINGS.map((ending) => target + ending).find((one) => existsSync(one) && statSync(one).isFile());

/** The source of a package of the repository: what its manifest names is often built and not there. */
function source(own, name) {
  const parts = name.split("/");
  const folder = own.get(parts.splice(0, name.startsWith("@") ? 2 : 1).join("/"));
  if (!folder) return undefined;
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const below = parts.join("/");
  const first = (it) => (typeof it === "string" || !it ? it : first(it.source ?? it.types ?? it.import ?? it.require ?? it.default));
  const exported = typeof manifest.exports === "object" ? first(manifest.exports[below ? `./${below}` : "."] ?? (below ? undefined : manifest.exports)) : undefined;
  const guesses = [exported, ...(below ? [below, `src/${below}`] : [manifest.main, manifest.module, "src/index", "index"])];
  const sources = (it) => [it, it.replace(/(^|\/)(dist|build|lib)\//, "$1src/"), it.replace(/^(\.\/)?(dist|build|lib)\//, "")];
  const both = (it) => [it.replace(/(\.d)?\.[cm]?[jt]sx?$/, ""), it];
  return guesses.filter((it) => typeof it === "string").flatMap(sources).flatMap(both).map((it) => onDisk(path.join(folder, it))).find(Boolean);
}

const decorated = ({ ModuleKind, ScriptTarget }) => ({
  target: ScriptTarget.ES2022,
  module: ModuleKind.CommonJS,
  esModuleInterop: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
  noEmitHelpers: true,
});

/** A file's own place stays its own in the bundle. */
function placed(text, file) {
  const [url, folder, name] = [pathToFileURL(file).href, path.dirname(file), file].map((it) => JSON.stringify(it));
  const own = text.replaceAll("import.meta.url", url).replaceAll("import.meta.dirname", folder).replaceAll("import.meta.filename", name);
  return /\b(const|let|var) __(dir|file)name\b/.test(own) ? own : own.replace(/\b__dirname\b/g, folder).replace(/\b__filename\b/g, name);
}

/** A plugin of esbuild. `require` finds what is installed. */
export function ownCode(entry, require) {
  const own = packages(entry);
  const isBuiltin = (name) => builtinModules.includes(name.replace(/^node:/, ""));
  const installed = (name) => {
    try {
      return isBuiltin(name) ? name : require.resolve(name);
    } catch {
      return undefined;
    }
  };
  const again = Symbol("resolved by esbuild itself");
  return {
    name: "only its own code",
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path: name, pluginData, ...rest }) => {
        if (rest.kind === "entry-point" || pluginData === again) return undefined;
        const isRelative = /^\.{0,2}\//.test(name) || name === "." || name === "..";
        if (!isBuiltin(name)) {
          const found = await build.resolve(name, { ...rest, pluginData: again });
          // What esbuild finds by itself it reads with the settings of the tsconfig around it.
          if (!found.errors.length && !found.external && !found.path.includes("/node_modules/")) return undefined;
          const inside = isRelative ? undefined : source(own, name);
          if (inside) return { path: inside };
        }
        const real = isRelative ? undefined : installed(name);
        return real ? { path: name, namespace: "installed" } : { path: name, namespace: "any" };
      });
      const typescript = installed("typescript") && require("typescript");
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, ({ path: file }) => {
        const text = placed(readFileSync(file, "utf8"), file);
        const loader = path.extname(file).replace(/^\.[cm]?/, "").replace(/^js$/, "jsx");
        // Who validates by the types of what is decorated asks for them at run time.
        if (loader !== "ts" || !typescript || !/^\s*@\w/m.test(text) || !text.includes("class-validator")) return { contents: text, loader };
        return { contents: typescript.transpileModule(text, { compilerOptions: decorated(typescript) }).outputText, loader: "js" };
      });
      build.onLoad({ filter: /.*/, namespace: "any" }, () => ({ contents: "module.exports = globalThis.__oracle.any;" }));
      build.onLoad({ filter: /.*/, namespace: "installed" }, ({ path: name }) => ({
        contents: `module.exports = globalThis.__oracle.require(${JSON.stringify(name)});`,
      }));
      build.onLoad({ filter: /\.(svg|png|html|css|scss|pem|txt|md|hbs|graphql)$/ }, () => ({ contents: "", loader: "text" }));
      build.onLoad({ filter: /\.(node|wasm)$/ }, () => ({ contents: "module.exports = globalThis.__oracle.any;", loader: "js" }));
    },
  };
}

/** Loads a file with all that it imports. */
export async function load(entry, require) {
  const { build } = require("esbuild");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    logOverride: { "tsconfig.json": "silent" },
    keepNames: true,
    outdir: "out",
    plugins: [ownCode(entry, require)],
    banner: {
      js: [
        'import { createRequire as __oracleRequire } from "node:module";',
        "const require = __oracleRequire(import.meta.url);",
        "const { __decorate, __param, __metadata, __importDefault, __importStar, __exportStar } = globalThis.__oracle.helpers;",
      ].join("\n"),
    },
  });
  const out = path.join(path.dirname(entry), `.oracle.${process.pid}.mjs`);
  const helped = outputFiles[0].text
    .replace(/^var __decorateClass = [^]*?^};$/m, "var { __decorateClass } = globalThis.__oracle.helpers;")
    .replace(/^var __decorateParam = .*$/m, "var { __decorateParam } = globalThis.__oracle.helpers;");
  writeFileSync(out, helped);
  try {
    return await import(pathToFileURL(out).href);
  } finally {
    rmSync(out);
  }
}
