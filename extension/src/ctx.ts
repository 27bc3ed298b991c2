import type * as vscode from "vscode";
import type { ShellSettings } from "./config";
import type { Log } from "./log";
import type { Client } from "./server/protocol";
import type { Sidecar } from "./server/sidecar";
import type { Signal } from "./signal";
import type { State } from "./state";

/** What every feature gets. */
export interface Ctx {
  readonly extension: vscode.ExtensionContext;
  readonly log: Log;
  readonly settings: Signal<ShellSettings>;
  readonly sidecar: Sidecar;
  readonly state: State;
}

/** With a sidecar that runs. */
export interface ReadyCtx extends Ctx {
  readonly client: Client;
}

/** A part of the extension. Registers what it has; its disposables are given back at the end. */
export interface Feature {
  readonly name: string;
  start(ctx: Ctx): vscode.Disposable;
}
