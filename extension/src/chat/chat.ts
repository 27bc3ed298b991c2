import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { rangeOf, uriOf } from "../openPlace";
import { pageLinks } from "../pageLinks";
import { Pages } from "../pages";
import type { Question } from "../question";
import { all } from "../signal";
import type { State } from "../state";
import type { Receipt } from "../wire/generated";
import { askInPage } from "./page";
import { registerParticipant } from "./participant";
import { Pending } from "./pending";
import { receiptPage } from "./receipt";
import { Relay } from "./relay";
import { offerStandIn } from "./standIn";

const OPEN_CHAT = "workbench.action.chat.open";
const MODELS_PATIENCE_MS = 1_500;

interface Parts {
  readonly pending: Pending;
  readonly pages: Pages;
}

const partsOf = new WeakMap<State, Parts>();

/** `@workspai`, the line to the editor's model, and answers outside of Chat. */
export function startChat(ctx: Ctx): vscode.Disposable {
  const relay = new Relay(ctx);
  const pending = new Pending();
  const pages = new Pages("workspai-answer", () => Promise.resolve("# Answer\n\nThis answer is from an earlier session.\n"));
  partsOf.set(ctx.state, { pending, pages });
  return all(relay.register(), pages.register(), registerParticipant(ctx, relay, pending), offerStandIn(ctx.log));
}

/** Asks in the Chat view when it can answer, else on a page. */
export async function ask(ctx: ReadyCtx, question?: Question): Promise<void> {
  const wanted = question ?? EMPTY;
  if (await isChatUsable()) {
    await askInChat(ctx, wanted);
    return;
  }
  const prompt = wanted.isDraft ? await typePrompt(wanted.prompt) : wanted.prompt;
  const pages = partsOf.get(ctx.state)?.pages;
  if (prompt !== undefined && pages) {
    await askInPage(ctx, pages, { ...wanted, prompt });
  }
}

const EMPTY: Question = { command: "ask", prompt: "", isDraft: true, cause: null, place: null };

async function askInChat(ctx: Ctx, question: Question): Promise<void> {
  const { command, prompt, isDraft, place } = question;
  if (!isDraft) {
    partsOf.get(ctx.state)?.pending.put(question);
  }
  const uri = place && (uriOf(place.file, ctx.state.overview.value?.roots ?? []) ?? vscode.Uri.parse(place.file));
  const range = place && rangeOf(place);
  await vscode.commands.executeCommand(OPEN_CHAT, {
    mode: "ask",
    query: `@workspai /${command === "explain" ? "debug" : command} ${prompt}`,
    isPartialQuery: isDraft,
    ...(uri ? { attachFiles: [range ? { uri, range: linesFrom(range) } : uri] } : {}),
  });
}

/** The editor's own commands count from 1. */
function linesFrom({ start, end }: vscode.Range): object {
  return {
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** The Chat view is there, is not switched off, and has a model: without one it refuses every question. */
async function isChatUsable(): Promise<boolean> {
  if (vscode.workspace.getConfiguration("chat").get("disableAIFeatures") === true) {
    return false;
  }
  const commands = await vscode.commands.getCommands(true);
  if (!commands.includes(OPEN_CHAT)) {
    return false;
  }
  const late = new Promise<readonly vscode.LanguageModelChat[]>((done) => setTimeout(() => done([]), MODELS_PATIENCE_MS));
  const models = await Promise.race([vscode.lm.selectChatModels(), late]);
  return models.length > 0;
}

function typePrompt(value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "Ask Workspai",
    value,
    valueSelection: [value.length, value.length],
    placeHolder: "Which services publish port 8000?",
    prompt: "Answered from this workspace. No model is needed.",
  });
}

/** Shows what was sent to a model. */
export async function showReceipt(ctx: Ctx, receipt: Receipt): Promise<void> {
  const pages = partsOf.get(ctx.state)?.pages;
  if (pages) {
    const uri = pages.uri(`receipt-${receipt.request}`, "Receipt");
    pages.set(uri, receiptPage(receipt, pageLinks(ctx.state.overview.value?.roots ?? [])));
    await pages.show(uri);
  }
}
