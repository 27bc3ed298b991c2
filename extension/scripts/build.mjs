// Bundles the extension, and the webview when it is there.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";
import { writeCommandIds } from "./commandIds.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const isWatch = process.argv.includes("--watch");

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: "none",
  logLevel: "info",
};

const extension = {
  ...shared,
  entryPoints: ["src/main.ts"],
  outfile: "dist/main.js",
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  // The ESM builds of the language client's dependencies are smaller after tree shaking.
  mainFields: ["module", "main"],
};

const webview = {
  ...shared,
  // The icon font is a sheet of its own: elements with a shadow root link it again.
  entryPoints: { webview: "webview/src/main.ts", codicon: "node_modules/@vscode/codicons/dist/codicon.css" },
  outdir: "dist",
  assetNames: "[name]",
  loader: { ".ttf": "file" },
  platform: "browser",
  format: "esm",
  target: "es2022",
};

writeCommandIds();
const bundles = existsSync(join(root, "webview/src/main.ts")) ? [extension, webview] : [extension];
for (const options of bundles) {
  if (isWatch) {
    await (await context(options)).watch();
  } else {
    await build(options);
  }
}
