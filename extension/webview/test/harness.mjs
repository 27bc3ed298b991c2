/** Opens the dashboard in Chromium as VS Code would: its document and policy, a theme's variables, messages from a host. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { browserOptions } from "./browser.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ORIGIN = "https://dashboard.test";
const TYPES = { js: "text/javascript", css: "text/css", ttf: "font/ttf" };

export const themes = ["dark-modern", "light-modern", "hc-dark", "hc-light", "dark-2026", "light-2026"];

/** Bundles everything, starts the browser. */
export async function startHarness() {
  const out = await mkdtemp(join(tmpdir(), "workspai-dashboard-"));
  const shared = { absWorkingDir: root, bundle: true, outdir: out, format: "esm", logLevel: "error" };
  await build({
    ...shared,
    entryPoints: { webview: "webview/src/main.ts", codicon: "node_modules/@vscode/codicons/dist/codicon.css" },
    minify: true,
    target: "es2022",
    assetNames: "[name]",
    loader: { ".ttf": "file" },
  });
  await build({
    ...shared,
    entryPoints: { html: "src/dashboard/html.ts", shape: "src/dashboard/stateShape.ts", states: "webview/dev/states.ts" },
    outExtension: { ".js": ".mjs" },
  });
  const load = (name) => import(pathToFileURL(join(out, `${name}.mjs`)).href);
  const [{ dashboardHtml }, { drawn }, { states, NOW_MS }] = await Promise.all([load("html"), load("shape"), load("states")]);
  const browser = await chromium.launch(browserOptions);
  return {
    states,
    drawn,
    open: (options) => open(browser, out, { dashboardHtml, drawn, NOW_MS }, options),
    sizes: async () => Object.fromEntries(await Promise.all(["webview.js", "webview.css"].map(async (name) => [name, (await readFile(join(out, name))).length]))),
    stop: async () => {
      await browser.close();
      await rm(out, { recursive: true, force: true });
    },
  };
}

/** A page with a theme and, when given, a state. `problems` collects what must not happen. */
async function open(browser, out, { dashboardHtml, drawn, NOW_MS }, { theme = "dark-modern", width = 800, height = 900, state, reducedMotion = "no-preference" }) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion, timezoneId: "UTC", locale: "en-US" });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  const html = asInEditor(
    dashboardHtml({
      cspSource: ORIGIN,
      script: `${ORIGIN}/webview.js`,
      sheet: `${ORIGIN}/webview.css`,
      icons: `${ORIGIN}/codicon.css`,
      nonce: "bm9uY2U",
    }),
    theme,
  );
  await page.route("**", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== ORIGIN) {
      problems.push(`request: ${route.request().url()}`);
      return route.abort();
    }
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html });
    const type = TYPES[pathname.split(".").at(-1)] ?? "text/plain";
    return route.fulfill({ contentType: type, headers: { "access-control-allow-origin": "*" }, body: await readFile(join(out, pathname)) });
  });
  await page.clock.setFixedTime(NOW_MS);
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => globalThis.posted?.length > 0);
  let revision = 0;
  const send = async (message) => {
    await page.evaluate((data) => window.postMessage(data, "*"), message);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))));
  };
  const show = (next) => send({ type: "state", revision: ++revision, state: drawn(next) });
  if (state) {
    await show(state);
    await page.evaluate(() => document.fonts.ready);
  }
  return { page, problems, send, show, posted: () => page.evaluate(() => globalThis.posted), wear: (next) => wear(page, next), close: () => context.close() };
}

function readTheme(theme) {
  const { bodyClass, variables } = JSON.parse(readFileSync(new URL(`../dev/themes/${theme}.json`, import.meta.url), "utf8"));
  return { variables, bodyClass: bodyClass === "vscode-high-contrast-light" ? `${bodyClass} vscode-high-contrast` : bodyClass };
}

/** As VS Code does it when the user picks another theme: the page stays, its variables change. */
async function wear(page, theme) {
  await page.evaluate(({ bodyClass, variables }) => {
    document.body.className = bodyClass;
    document.documentElement.removeAttribute("style");
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  }, readTheme(theme));
}

/** What VS Code adds to the document: variables on its root, a class on its body, its API, a layer of styles. */
function asInEditor(html, theme) {
  const { bodyClass, variables } = readTheme(theme);
  const style = Object.entries(variables)
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ")
    .replaceAll('"', "&quot;");
  const added = `<style id="_defaultStyles">@layer vscode-default { body { margin: 0; padding: 0 20px; background-color: transparent; } }</style>
<script>globalThis.posted = []; globalThis.kept = undefined;
globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => posted.push(message), getState: () => kept, setState: (state) => (kept = state) });
document.addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));</script>`;
  return html
    .replace("<html ", `<html style="${style}" `)
    .replace("<head>", `<head>${added}`)
    .replace("<body>", `<body class="${bodyClass}" role="document">`);
}
