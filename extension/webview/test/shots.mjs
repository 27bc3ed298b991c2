#!/usr/bin/env node
// Draws every state to PNG files, to be looked at: shots.mjs FOLDER [--state NAME]… [--theme NAME]… [--width N]…
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startHarness, themes } from "./harness.mjs";

const list = { type: "string", multiple: true };
const { values, positionals } = parseArgs({ allowPositionals: true, options: { state: list, theme: list, width: list } });
const folder = positionals[0] ?? "shots";
await mkdir(folder, { recursive: true });
const harness = await startHarness();
try {
  for (const name of values.state ?? Object.keys(harness.states)) {
    for (const theme of values.theme ?? themes) {
      for (const width of (values.width ?? ["320", "800", "1600"]).map(Number)) {
        const view = await harness.open({ theme, width, state: harness.states[name] });
        await view.page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: true });
        for (const problem of view.problems) console.log(`${name} ${theme} ${width}: ${problem}`);
        await view.close();
      }
    }
  }
  console.log(await harness.sizes());
} finally {
  await harness.stop();
}
