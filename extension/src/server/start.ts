// The sidecar of this window: which program, with which first words.
import { accessSync, constants, statSync } from "node:fs";
import * as vscode from "vscode";
import type { ShellSettings } from "../config";
import type { Ctx } from "../ctx";
import type { Log } from "../log";
import { all, type Disposable, type Signal } from "../signal";
import type { State } from "../state";
import { type InitOptions, WIRE_HASH } from "../wire/generated";
import { locateBinary } from "./locate";
import { startMirror } from "./mirror";
import { Refusal } from "./protocol";
import { Sidecar } from "./sidecar";

export function createSidecar(
  extension: vscode.ExtensionContext,
  log: Log,
  settings: Signal<ShellSettings>,
  state: State,
): Sidecar {
  return new Sidecar(state.lifecycle, {
    connect: async (events) => {
      const located = locateBinary(
        {
          configured: settings.value.serverPath,
          extensionFolder: extension.extensionPath,
          searchPath: process.env.PATH ?? "",
          platform: process.platform,
        },
        { isRunnable },
      );
      if (located.kind === "missing") {
        throw new Refusal("missing", located.message);
      }
      const { connect } = await import("./connect");
      return connect({ binary: located.path, log, initOptions: () => initOptions(extension, settings.value) }, events);
    },
    nowMs: () => Date.now(),
    log: (level, line) => log.write(level, line),
  });
}

function initOptions(extension: vscode.ExtensionContext, settings: ShellSettings): InitOptions {
  return {
    wireHash: WIRE_HASH,
    isTrusted: vscode.workspace.isTrusted,
    storage: extension.globalStorageUri.fsPath,
    settings: settings.wire,
  };
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, process.platform === "win32" ? constants.F_OK : constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Starts it and tells it what changes in the window. */
export function startSession(ctx: Ctx): Disposable {
  const { sidecar, settings, log } = ctx;
  let wire = JSON.stringify(settings.value.wire);
  let serverPath = settings.value.serverPath;
  const parts = all(
    startMirror(sidecar, ctx.state, (line) => log.warn(line)),
    settings.onChange((next) => {
      if (next.serverPath !== serverPath) {
        serverPath = next.serverPath;
        void sidecar.restart();
      } else if (JSON.stringify(next.wire) !== wire) {
        sidecar.client?.notify("session/settingsChanged", next.wire);
      }
      wire = JSON.stringify(next.wire);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => sidecar.client?.notify("session/trustGranted", {})),
  );
  // A workspace file may name no folder.
  const startForFolders = (): void => {
    if ((vscode.workspace.workspaceFolders ?? []).length > 0) {
      sidecar.start();
    }
  };
  startForFolders();
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(startForFolders);
  return all(parts, folders, { dispose: () => void sidecar.stop() });
}

export async function restartSidecar(ctx: Ctx): Promise<void> {
  await ctx.sidecar.restart();
}
