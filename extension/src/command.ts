import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "./ctx";
import { Notice } from "./notice";
import type { Client } from "./server/protocol";
import { errorText } from "./words";

/** What a command does with what its menu, link or caller gives it. */
export type Command = (ctx: Ctx, args: readonly unknown[]) => unknown;

const START_PATIENCE_MS = 15_000;

/** A command that does not need the sidecar. */
export function anyTime<A extends readonly never[]>(run: (ctx: Ctx, ...args: A) => unknown): Command {
  return (ctx, args) => run(ctx, ...(args as A));
}

/** A command that needs the sidecar: waits for it while it starts, and says so when there is none. */
export function whenReady<A extends readonly never[]>(run: (ctx: ReadyCtx, ...args: A) => unknown): Command {
  return async (ctx, args) => {
    const client = ctx.sidecar.client ?? (await waitForClient(ctx));
    return client ? run({ ...ctx, client }, ...(args as A)) : offerHelp(ctx);
  };
}

async function waitForClient(ctx: Ctx): Promise<Client | null> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: "Workspai is starting" }, () =>
    ctx.sidecar.whenReady(START_PATIENCE_MS),
  );
}

async function offerHelp(ctx: Ctx): Promise<void> {
  const state = ctx.state.lifecycle.value;
  const why = state.kind === "failed" ? state.failure.message : "Workspai's sidecar is not running.";
  const choice = await vscode.window.showErrorMessage(why, "Restart", "Show Log");
  if (choice === "Restart") {
    await ctx.sidecar.restart();
  } else if (choice === "Show Log") {
    ctx.log.show();
  }
}

/** Registers the table. The one place that logs and shows what a command throws. */
export function registerCommands(ctx: Ctx, table: Readonly<Record<string, Command>>): vscode.Disposable {
  const registrations = Object.entries(table).map(([id, command]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      ctx.log.debug(`command ${id}`);
      try {
        return await command(ctx, args);
      } catch (error) {
        if (error instanceof vscode.CancellationError) {
          return undefined;
        }
        if (error instanceof Notice) {
          void vscode.window.showInformationMessage(error.message);
          return undefined;
        }
        ctx.log.error(`command ${id} failed`, error);
        if ((await vscode.window.showErrorMessage(errorText(error), "Show Log")) === "Show Log") {
          ctx.log.show();
        }
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}
