#!/usr/bin/env node
// Writes the theme variables of a real VS Code to `themes/`, one file a theme. Run it when the tests' VS Code moves on.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startHost } from "../../../tests/vscode/host/serve.mjs";
import { browserOptions } from "../test/browser.mjs";

/** File name, the theme's id, the class of its file on the workbench, and of its kind on a webview's body. */
const themes = [
  ["dark-modern", "Dark Modern", "themes-dark_modern-json", "vscode-dark"],
  ["light-modern", "Light Modern", "themes-light_modern-json", "vscode-light"],
  ["dark-2026", "Dark 2026", "themes-2026-dark-json", "vscode-dark"],
  ["light-2026", "Light 2026", "themes-2026-light-json", "vscode-light"],
  ["hc-dark", "Default High Contrast", "themes-hc_black-json", "vscode-high-contrast"],
  ["hc-light", "Default High Contrast Light", "themes-hc_light-json", "vscode-high-contrast-light"],
];

const folder = await mkdtemp(join(tmpdir(), "themes-"));
try {
  for (const [name, id, file, bodyClass] of themes) {
    const host = await startHost({ folder, settings: { "workbench.colorTheme": id, "window.autoDetectColorScheme": false } });
    const browser = await chromium.launch(browserOptions);
    try {
      const page = await browser.newPage();
      await page.goto(host.url);
      // The theme's extension loads after the first paint; until then another theme stands in.
      await page.locator(`.monaco-workbench[class*="${file}"]`).waitFor({ timeout: 60_000 });
      await page.waitForTimeout(500);
      const variables = await page.evaluate(colorsOfWorkbench);
      // What a webview gets beside the colours.
      Object.assign(variables, {
        "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
        "--vscode-font-weight": "normal",
        "--vscode-font-size": "13px",
        "--vscode-editor-font-family": '"Droid Sans Mono", "monospace", monospace',
        "--text-link-decoration": "none",
      });
      const sorted = Object.fromEntries(Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)));
      await writeFile(new URL(`themes/${name}.json`, import.meta.url), `${JSON.stringify({ id, bodyClass, variables: sorted }, null, 1)}\n`);
      console.log(`${name}: ${Object.keys(sorted).length} variables`);
    } finally {
      await browser.close();
      await host.stop();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function colorsOfWorkbench() {
  const isGlyph = /^--vscode-icon-.*-(content|font-family)$/;
  const names = new Set();
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSStyleRule)) continue;
      for (const property of rule.style) if (property.startsWith("--vscode-") && !isGlyph.test(property)) names.add(property);
    }
  }
  const style = getComputedStyle(document.querySelector(".monaco-workbench"));
  const values = [...names].map((name) => [name, style.getPropertyValue(name).trim()]);
  return Object.fromEntries(values.filter(([, value]) => value !== ""));
}
