import * as vscode from "vscode";
import { resolve, type ShellSettings } from "./config";
import type { Log } from "./log";
import { all, type Disposable, Signal } from "./signal";

/** The settings that hold now. Warnings go to the log, each once. */
export function watchSettings(log: Log): { readonly settings: Signal<ShellSettings>; readonly watch: Disposable } {
  let said = new Set<string>();
  const read = (): ShellSettings => {
    const configuration = vscode.workspace.getConfiguration("workspai");
    const { settings, warnings } = resolve((key) => configuration.get(key), {
      modelUse: configuration.inspect("model.use")?.globalValue,
    });
    log.level = settings.wire.logLevel;
    for (const warning of warnings) {
      if (!said.has(warning)) {
        log.warn(warning);
      }
    }
    said = new Set(warnings);
    return settings;
  };
  const settings = new Signal(read());
  const watch = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration("workspai")) {
      settings.value = read();
    }
  });
  return { settings, watch: all(watch) };
}
