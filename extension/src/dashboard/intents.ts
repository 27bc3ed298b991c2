import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { openPlace } from "../openPlace";
import { locatePath } from "../places";
import type { DashboardState } from "../wire/generated";
import type { Intent } from "./contract";
import { leadsOutside } from "./outside";
import { questionAbout } from "./subjects";

/** What needs more than the feed. */
type Errand = Exclude<Intent, { readonly type: "refresh" }>;

/** Does what the view asks for, as far as the workspace allows it. Rejects with a sentence for the user. */
export async function carryOut(ctx: Ctx, intent: Errand, state: DashboardState | undefined): Promise<void> {
  switch (intent.type) {
    case "open":
      await open(ctx, intent.file, intent.line, state);
      return;
    case "previewFix":
      await run("workspai.doctor.previewFix", { finding: intent.finding, fix: intent.fix });
      return;
    case "ask": {
      const question = questionAbout(intent.subject, state);
      if (!question) {
        throw new Error("It is gone: the workspace has changed since.");
      }
      await run("workspai.chat.ask", question);
      return;
    }
    case "showIncident":
      await run("workspai.incident.open", { id: intent.id });
      return;
    case "showHealth":
      await run("workspai.health.show");
      return;
    case "openModelSettings":
      await run("workspai.model.configure");
      return;
    case "showLog":
      await run("workspai.log.show");
      return;
    case "revealProject":
      await run("workspai.explorer.revealProject", intent.path);
      return;
  }
}

async function open(ctx: Ctx, file: string, line: number, state: DashboardState | undefined): Promise<void> {
  const location = locatePath(file, state?.overview.roots ?? []);
  if (!location || location.segments.length === 0) {
    throw new Error(`${file} is not in an opened folder.`);
  }
  const folder = vscode.Uri.parse(location.root.uri);
  const uri = vscode.Uri.joinPath(folder, ...location.segments);
  if (uri.scheme === "file" && (await leadsOutside(uri.fsPath, folder.fsPath))) {
    throw new Error(`${file} is a link that leads out of the opened folder.`);
  }
  await openPlace(ctx, { file, line });
}

async function run(command: string, ...args: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
