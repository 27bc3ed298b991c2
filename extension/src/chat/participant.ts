import * as vscode from "vscode";
import type { Ctx, ReadyCtx } from "../ctx";
import { activeContext } from "../contextParams";
import { code, plainText, unmarked } from "../markdown";
import { rangeOf, uriOf } from "../openPlace";
import type { Place } from "../places";
import { all } from "../signal";
import { errorText } from "../words";
import type { ChatOutcome, ChatParams, ChatPart, ChatTurn, FollowUp, RootReport } from "../wire/generated";
import { answer, nextTurn } from "./answer";
import { buttonCommand } from "./buttons";
import type { Pending } from "./pending";
import { receiptLine } from "./receipt";
import type { Relay } from "./relay";
import { commandOf, historyOf, modelChoice, narrowed, referencesOf } from "./request";
import { STAND_IN_VENDOR } from "./standIn";

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
  const model = realModel(request.model);
  const choice = modelChoice(settings.value.modelUse, model, settings.value.wire.model.baseUrl !== "");
  const question = pending.take(request.prompt);
  const params: ChatParams = {
    id: nextTurn(),
    command: question?.command ?? commandOf(request.command),
    prompt: request.prompt,
    references: question ? narrowed(referencesOf(request.references)) : referencesOf(request.references),
    active: activeContext(),
    cause: question?.cause ?? null,
    history: historyOf(context.history.flatMap(turnOf)),
    model: choice,
  };
  const writer = new Writer(ctx, stream);
  try {
    const outcome = await relay.during(params.id, model, () => answer(ctx, params, (part) => writer.write(part), token));
    if (!token.isCancellationRequested) {
      writer.finish(outcome);
    }
    const trace: Trace = { text: writer.text, incident: outcome.incident, followUps: outcome.followUps };
    return { metadata: trace };
  } catch (error) {
    if (token.isCancellationRequested) {
      return {};
    }
    ctx.log.error("the chat turn failed", error);
    return { errorDetails: { message: errorText(error) } };
  }
}

/** Older editors may give none. */
function realModel(model: vscode.LanguageModelChat | undefined): vscode.LanguageModelChat | undefined {
  return model?.vendor === STAND_IN_VENDOR ? undefined : model;
}

/**
 * Writes an answer into the Chat view. The view folds whatever comes before the last run of text into "Completed n
 * steps". So the text stays in one run: no progress once it has begun, buttons after its end.
 */
class Writer {
  text = "";
  readonly #roots: readonly RootReport[];
  readonly #stream: vscode.ChatResponseStream;
  readonly #buttons: vscode.Command[] = [];

  constructor(ctx: Ctx, stream: vscode.ChatResponseStream) {
    this.#roots = ctx.state.overview.value?.roots ?? [];
    this.#stream = stream;
  }

  write(part: ChatPart): void {
    switch (part.kind) {
      case "progress":
        if (this.text === "") {
          this.#stream.progress(part.text);
        }
        return;
      case "markdown":
        this.text += part.text;
        // Untrusted: a model's text must not run commands.
        this.#stream.markdown(new vscode.MarkdownString(part.text));
        return;
      case "anchor":
        this.#anchor(part, part.title);
        return;
      case "reference":
        this.#reference(part.file, part.lines);
        return;
      case "button":
        this.#buttons.push({ title: unmarked(part.title), ...buttonCommand(part.action) });
        return;
    }
  }

  /** What failed, what was sent, and the buttons. */
  finish(outcome: ChatOutcome): void {
    if (outcome.error !== null) {
      this.#stream.markdown(new vscode.MarkdownString(`\n\n> ${plainText(outcome.error)}`));
    }
    this.#stream.markdown(new vscode.MarkdownString(`\n\n---\n\n${receiptLine(outcome)}`));
    this.#buttons.forEach((button) => this.#stream.button(button));
    if (outcome.receipt) {
      this.#stream.button({ command: "workspai.chat.showReceipt", title: "Receipt", arguments: [outcome.receipt] });
    }
  }

  #anchor(place: Place, title: string): void {
    this.text += title;
    const uri = uriOf(place.file, this.#roots);
    const range = rangeOf(place);
    if (uri && range) {
      this.#stream.anchor(new vscode.Location(uri, range), title);
    } else {
      this.#stream.markdown(new vscode.MarkdownString(code(title)));
    }
  }

  #reference(file: string, lines: readonly [number, number] | null): void {
    const uri = uriOf(file, this.#roots);
    if (uri) {
      this.#stream.reference(lines ? new vscode.Location(uri, new vscode.Range(lines[0] - 1, 0, lines[1] - 1, 0)) : uri);
    }
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
