import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { all } from "../signal";
import { errorText } from "../words";
import type { ModelMessage, ModelSendParams } from "../wire/generated";
import { modelErrorText } from "./request";

/** Sends what the sidecar prepared to the editor's model, and streams the answer back. */
export class Relay {
  /** The model picked for a turn that is going on. */
  readonly #picked = new Map<string, vscode.LanguageModelChat>();
  readonly #running = new Map<string, vscode.CancellationTokenSource>();
  readonly #ctx: Ctx;

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  register(): vscode.Disposable {
    const { sidecar } = this.#ctx;
    return all(
      sidecar.onPush("model/send", (request) => void this.#send(request)),
      sidecar.onPush("model/cancel", ({ id }) => this.#running.get(id)?.cancel()),
      // Whoever asked is gone.
      sidecar.connection.onChange(() => this.#running.forEach((source) => source.cancel())),
    );
  }

  /** Remembers the model of a turn for as long as the turn takes. */
  async during<T>(turn: string, model: vscode.LanguageModelChat | undefined, work: () => Promise<T>): Promise<T> {
    if (model) {
      this.#picked.set(turn, model);
    }
    try {
      return await work();
    } finally {
      this.#picked.delete(turn);
    }
  }

  async #send({ id, model: modelId, messages }: ModelSendParams): Promise<void> {
    const { sidecar, log } = this.#ctx;
    const client = sidecar.client;
    const source = new vscode.CancellationTokenSource();
    this.#running.set(id, source);
    let name = modelId;
    try {
      const model = this.#picked.get(id) ?? (await vscode.lm.selectChatModels({ id: modelId }))[0];
      if (!model) {
        throw vscode.LanguageModelError.NotFound();
      }
      name = model.name;
      const prompt = messages.map(messageOf);
      const response = await model.sendRequest(prompt, { justification: JUSTIFICATION }, source.token);
      let text = "";
      for await (const piece of response.text) {
        text += piece;
        client?.notify("model/chunk", { id, text: piece });
      }
      const promptTokens = await sum(prompt.map((message) => model.countTokens(message)));
      const completionTokens = await sum([model.countTokens(text)]);
      client?.notify("model/done", { id, error: null, promptTokens, completionTokens });
    } catch (error) {
      const words = source.token.isCancellationRequested ? "cancelled" : explain(error, name);
      log.warn(`the request to ${name} failed: ${errorText(error)}`);
      client?.notify("model/done", { id, error: words, promptTokens: null, completionTokens: null });
    } finally {
      this.#running.delete(id);
      source.dispose();
    }
  }
}

const JUSTIFICATION = "To answer your question about this workspace. The receipt under the answer lists what was sent.";

function messageOf({ role, text }: ModelMessage): vscode.LanguageModelChatMessage {
  return role === "assistant" ? vscode.LanguageModelChatMessage.Assistant(text) : vscode.LanguageModelChatMessage.User(text);
}

function explain(error: unknown, model: string): string {
  const cause = error instanceof Error && error.cause !== undefined ? errorText(error.cause) : errorText(error);
  return modelErrorText(error instanceof vscode.LanguageModelError ? error.code : undefined, cause, model);
}

/** `null` when the model does not count. */
async function sum(counts: readonly Thenable<number>[]): Promise<number | null> {
  try {
    return (await Promise.all(counts)).reduce((total, count) => total + count, 0);
  } catch {
    return null;
  }
}
