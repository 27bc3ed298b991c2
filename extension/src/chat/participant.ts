import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { activeContext } from "../contextParams";
import { rangeOf, uriOf } from "../openPlace";
import { all } from "../signal";
import { errorText } from "../words";
import type { ChatOutcome, ChatParams, ChatPart, ChatTurn, FollowUp } from "../wire/generated";
import { answer, nextTurn } from "./answer";
import { buttonCommand } from "./buttons";
import type { Pending } from "./pending";
import { receiptLine } from "./receipt";
import type { Relay } from "./relay";
import { commandOf, historyOf, modelChoice, referencesOf } from "./request";

export const PARTICIPANT = "workspai.chat";
const START_PATIENCE_MS = 15_000;

/** What an answer leaves behind for follow-ups and later turns. */
interface Trace {
  readonly text: string;
  readonly incident: string | null;
  readonly followUps: readonly FollowUp[];
}

export function registerParticipant(ctx: Ctx, relay: Relay, pending: Pending): vscode.Disposable {
  const handler: vscode.ChatRequestHandler = async (request, context, stream, token) => {
    const client = await ctx.sidecar.whenReady(START_PATIENCE_MS);
    if (!client) {
      const state = ctx.state.lifecycle.value;
      const why = state.kind === "failed" ? state.failure.message : "Workspai's sidecar is not running.";
      stream.button({ command: "workspai.server.restart", title: "Restart" });
      return { errorDetails: { message: why } };
    }
    return respond({ ...ctx, client }, relay, pending, { request, context, stream, token });
  };
  const participant = vscode.chat.createChatParticipant(PARTICIPANT, handler);
  participant.iconPath = vscode.Uri.joinPath(ctx.extension.extensionUri, "media", "participant.png");
  participant.followupProvider = {
    provideFollowups: ({ metadata }) =>
      (metadata as Trace | undefined)?.followUps.map(({ command, prompt }) => ({
        prompt,
        command: command === "explain" ? "debug" : command,
        label: prompt,
      })) ?? [],
  };
  return all(participant);
}

interface Turn {
  readonly request: vscode.ChatRequest;
  readonly context: vscode.ChatContext;
  readonly stream: vscode.ChatResponseStream;
  readonly token: vscode.CancellationToken;
}

async function respond(ctx: ReadyCtx, relay: Relay, pending: Pending, turn: Turn): Promise<vscode.ChatResult> {
  const { request, context, stream, token } = turn;
  const { settings } = ctx;
  const model = request.model as vscode.LanguageModelChat | undefined;
  const choice = modelChoice(settings.value.modelUse, model, settings.value.wire.model.baseUrl !== "");
  const question = pending.take(request.prompt);
  const params: ChatParams = {
    id: nextTurn(),
    command: question?.command ?? commandOf(request.command),
    prompt: request.prompt,
    references: referencesOf(request.references),
    active: activeContext(),
    cause: question?.cause ?? null,
    history: historyOf(context.history.flatMap(turnOf)),
    model: choice,
  };
  let text = "";
  const write = (part: ChatPart): void => {
    text += part.kind === "markdown" ? part.text : part.kind === "anchor" ? part.title : "";
    show(ctx, stream, part);
  };
  try {
    const outcome = await relay.during(params.id, model, () => answer(ctx, params, write, token));
    if (!token.isCancellationRequested) {
      finish(stream, outcome);
    }
    const trace: Trace = { text, incident: outcome.incident, followUps: outcome.followUps };
    return { metadata: trace };
  } catch (error) {
    if (token.isCancellationRequested) {
      return {};
    }
    ctx.log.error("the chat turn failed", error);
    return { errorDetails: { message: errorText(error) } };
  }
}

function show(ctx: Ctx, stream: vscode.ChatResponseStream, part: ChatPart): void {
  const roots = ctx.state.overview.value?.roots ?? [];
  switch (part.kind) {
    case "progress":
      stream.progress(part.text);
      return;
    case "markdown":
      // Untrusted: a model's text must not run commands.
      stream.markdown(new vscode.MarkdownString(part.text));
      return;
    case "anchor": {
      const uri = uriOf(part.file, roots);
      const range = rangeOf(part);
      if (uri && range) {
        stream.anchor(new vscode.Location(uri, range), part.title);
      } else {
        stream.markdown(`\`${part.title}\``);
      }
      return;
    }
    case "reference": {
      const uri = uriOf(part.file, roots);
      if (uri) {
        const [first, last] = part.lines ?? [1, 1];
        stream.reference(part.lines ? new vscode.Location(uri, new vscode.Range(first - 1, 0, last - 1, 0)) : uri);
      }
      return;
    }
    case "button":
      stream.button({ title: part.title, ...buttonCommand(part.action) });
      return;
  }
}

/** What failed, and what was sent. */
function finish(stream: vscode.ChatResponseStream, outcome: ChatOutcome): void {
  if (outcome.error !== null) {
    const words = new vscode.MarkdownString("\n\n$(warning) ", true);
    stream.markdown(words.appendText(outcome.error));
  }
  const line = new vscode.MarkdownString("\n\n---\n\n$(receipt) ", true);
  stream.markdown(line.appendMarkdown(receiptLine(outcome)));
  if (outcome.receipt) {
    stream.button({ command: "workspai.chat.showReceipt", title: "Receipt", arguments: [outcome.receipt] });
  }
}

function turnOf(turn: vscode.ChatRequestTurn | vscode.ChatResponseTurn): ChatTurn[] {
  if (turn.participant !== PARTICIPANT) {
    return [];
  }
  if (turn instanceof vscode.ChatRequestTurn) {
    return [{ isUser: true, text: turn.prompt }];
  }
  return [{ isUser: false, text: (turn.result.metadata as Trace | undefined)?.text ?? "" }];
}
