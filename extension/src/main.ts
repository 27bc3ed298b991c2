import type * as vscode from "vscode";
import { registerCommands } from "./command";
import { commands } from "./commands";
import type { Ctx } from "./ctx";
import { features } from "./features";
import { Log } from "./log";
import { createSidecar } from "./server/start";
import { watchSettings } from "./settings";
import { createState } from "./state";

let ending: (() => Promise<void>) | undefined;

export function activate(extension: vscode.ExtensionContext): void {
  const startedMs = performance.now();
  const log = new Log();
  const { settings, watch } = watchSettings(log);
  const state = createState();
  const sidecar = createSidecar(extension, log, settings, state);
  const ctx: Ctx = { extension, log, settings, sidecar, state };
  extension.subscriptions.push(log, watch, registerCommands(ctx, commands));
  for (const feature of features) {
    try {
      extension.subscriptions.push(feature.start(ctx));
    } catch (error) {
      log.error(`${feature.name} did not start`, error);
    }
  }
  ending = () => sidecar.stop();
  log.info(`activated in ${(performance.now() - startedMs).toFixed(1)} ms`);
}

/** The editor waits for this a few seconds: time for an orderly `shutdown`. */
export async function deactivate(): Promise<void> {
  await ending?.();
}
