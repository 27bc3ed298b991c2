import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { openPlace } from "../openPlace";
import type { DashboardState } from "../wire/generated";
import type { Intent } from "./contract";
import { questionAbout } from "./subjects";

/** What needs more than the feed. */
type Errand = Exclude<Intent, { readonly type: "refresh" }>;

/** Does what the view asks for, as far as the workspace allows it. Rejects with a sentence for the user. */
export async function carryOut(ctx: Ctx, intent: Errand, state: DashboardState | undefined): Promise<void> {
  switch (intent.type) {
    case "open":
      await openPlace(ctx, { file: intent.file, line: intent.line });
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

async function run(command: string, ...args: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
