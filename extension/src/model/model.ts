import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { all } from "../signal";

/** Where the key lives: the editor's secret storage, and nowhere else. */
const KEY = "workspai.model.key";

/** Hands the endpoint's key to each sidecar. */
export function startModel({ extension, sidecar, log }: Ctx): vscode.Disposable {
  const send = async (): Promise<void> => {
    try {
      sidecar.client?.notify("model/keyChanged", { key: (await extension.secrets.get(KEY)) ?? null });
    } catch (error) {
      log.error("the model's key could not be read from the secret storage", error);
    }
  };
  return all(
    sidecar.onReady(() => void send()),
    extension.secrets.onDidChange(({ key }) => void (key === KEY && send())),
  );
}

/** Asks for the endpoint's key. An empty one removes it. */
export async function setKey({ extension }: Ctx): Promise<void> {
  const key = await vscode.window.showInputBox({
    title: "Model key",
    prompt: "Kept in the editor's secret storage. Leave it empty to remove the key.",
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/[^\x21-\x7e]/.test(text.trim()) ? "A key has only printable ASCII characters." : undefined),
  });
  if (key === undefined) {
    return;
  }
  if (key.trim() === "") {
    await extension.secrets.delete(KEY);
  } else {
    await extension.secrets.store(KEY, key.trim());
  }
}

/** Tries the configured endpoint, and says what happened. */
export async function checkModel(ctx: ReadyCtx): Promise<void> {
  const progress = { location: vscode.ProgressLocation.Notification, title: "Trying the model", cancellable: true };
  const result = await vscode.window.withProgress(progress, (_progress, token) => ctx.client.request("model/check", {}, token));
  if (result.isOk) {
    void vscode.window.showInformationMessage(result.message);
  } else if ((await vscode.window.showWarningMessage(result.message, "Open Settings")) === "Open Settings") {
    await configureModel();
  }
}

export async function configureModel(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", "@ext:workspai.workspai workspai.model");
}
