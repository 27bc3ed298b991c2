import * as vscode from "vscode";
import type { Log } from "../log";
import { all } from "../signal";
import { errorText } from "../words";

/** The vendor in the manifest. */
export const STAND_IN_VENDOR = "workspai";

const FIRST_LOOK_MS = 3_000;
const SETTLE_MS = 500;

/** The last two are not in the editor's typings, but honoured: without them the Chat view picks nothing. */
const ENTRY = {
  id: "none",
  name: "No model",
  family: "none",
  version: "1",
  detail: "Workspai answers by itself",
  tooltip: "@workspai answers from the workspace. Nothing is sent anywhere.",
  maxInputTokens: 100_000,
  maxOutputTokens: 1,
  capabilities: { toolCalling: true, imageInput: false },
  isDefault: true,
  isUserSelectable: true,
} satisfies vscode.LanguageModelChatInformation & Record<string, unknown>;

const REPLY = "No language model is connected. Start the question with `@workspai`: it answers from this workspace without one.";

/**
 * The Chat view refuses every question while the editor has no language model, also those to a participant that needs
 * none. Then, and only then, it is offered this entry. It is taken back as soon as there is a model.
 */
export function offerStandIn(log: Log): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  let isOffered = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      const models = await vscode.lm.selectChatModels();
      const isWanted = models.every(({ vendor }) => vendor === STAND_IN_VENDOR);
      if (isWanted !== isOffered) {
        isOffered = isWanted;
        changes.fire();
        // The editor asks a provider only when somebody wants its models.
        await vscode.lm.selectChatModels({ vendor: STAND_IN_VENDOR });
      }
    } catch (error) {
      log.debug(`the editor's language models could not be listed: ${errorText(error)}`);
    }
  };
  const lookIn = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delayMs);
  };

  lookIn(FIRST_LOOK_MS);
  return all(
    changes,
    { dispose: () => clearTimeout(timer) },
    vscode.lm.onDidChangeChatModels(() => lookIn(SETTLE_MS)),
    vscode.lm.registerLanguageModelChatProvider(STAND_IN_VENDOR, {
      onDidChangeLanguageModelChatInformation: changes.event,
      provideLanguageModelChatInformation: () => (isOffered ? [ENTRY] : []),
      provideLanguageModelChatResponse: (_model, _messages, _options, progress) => {
        progress.report(new vscode.LanguageModelTextPart(REPLY));
        return Promise.resolve();
      },
      provideTokenCount: () => Promise.resolve(0),
    }),
  );
}
