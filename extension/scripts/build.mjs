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

/** The language client is most of the code. Its own file, it is read only after the activation. */
const clientApart = {
  name: "clientApart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/connect$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./connect.js", external: true } : undefined,
    );
  },
};

const extension = {
  ...shared,
  entryPoints: { main: "src/main.ts", connect: "src/server/connect.ts" },
  outdir: "dist",
  plugins: [clientApart],
  // A `require`, because only that finds the editor's own module.
  supported: { "dynamic-import": false },
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
