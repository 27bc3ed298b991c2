import * as vscode from "vscode";
import { activeContext } from "../contextParams";
import type { ReadyCtx } from "../ctx";
import { inert, plainText } from "../markdown";
import { pageLinks } from "../pageLinks";
import type { Pages } from "../pages";
import type { Question } from "../question";
import { shorten } from "../words";
import type { ChatOutcome, ChatParams, ChatPart } from "../wire/generated";
import { answer, nextTurn } from "./answer";
import { receiptLine } from "./receipt";
import { modelChoice } from "./request";

const DRAW_EVERY_MS = 150;

/** Answers on a page: for windows without a Chat view or without a model in it. */
export async function askInPage(ctx: ReadyCtx, pages: Pages, question: Question): Promise<void> {
  const params = paramsOf(ctx, question);
  // The program's own answer to a failure is the incident, with its evidence and its steps.
  const isIncident = question.command === "debug" && question.cause !== null && params.model.kind === "none";
  const page = new AnswerPage(ctx, pages, params.id, shorten(question.prompt, 60) || "Answer");
  if (!isIncident) {
    await page.show();
  }
  const progress = { location: vscode.ProgressLocation.Window, title: "Workspai answers", cancellable: true };
  const outcome = await vscode.window.withProgress(progress, (_progress, token) =>
    answer(ctx, params, (part) => page.write(part), token),
  );
  page.finish(outcome);
  if (isIncident && outcome.incident !== null) {
    await vscode.commands.executeCommand("workspai.incident.open", { id: outcome.incident });
  } else if (isIncident) {
    await page.show();
  }
}

function paramsOf({ settings }: ReadyCtx, question: Question): ChatParams {
  const { modelUse, wire } = settings.value;
  return {
    id: nextTurn(),
    command: question.command,
    prompt: question.prompt,
    references: [],
    active: activeContext(),
    cause: question.cause,
    history: [],
    model: modelChoice(modelUse, undefined, wire.model.baseUrl !== ""),
  };
}

/** Grows as the pieces come. */
class AnswerPage {
  readonly #pages: Pages;
  readonly #uri: vscode.Uri;
  readonly #head: string;
  readonly #linkTo: ReturnType<typeof pageLinks>;
  #body = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(ctx: ReadyCtx, pages: Pages, id: string, title: string) {
    this.#pages = pages;
    this.#uri = pages.uri(id, title);
    this.#head = `# ${plainText(title)}\n\n`;
    this.#linkTo = pageLinks(ctx.state.overview.value?.roots ?? []);
    pages.set(this.#uri, `${this.#head}*Looking…*\n`);
  }

  async show(): Promise<void> {
    await this.#pages.show(this.#uri);
  }

  write(part: ChatPart): void {
    this.#body += textOf(part, this.#linkTo);
    this.#timer ??= setTimeout(() => this.#draw(""), DRAW_EVERY_MS);
  }

  finish(outcome: ChatOutcome): void {
    const failed = outcome.error === null ? "" : `\n\n> ${plainText(outcome.error)}`;
    this.#draw(`${failed}\n\n---\n\n${receiptLine(outcome)}\n`);
  }

  #draw(tail: string): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pages.set(this.#uri, `${this.#head}${inert(this.#body)}${tail}`);
  }
}

function textOf(part: ChatPart, linkTo: ReturnType<typeof pageLinks>): string {
  switch (part.kind) {
    case "markdown":
      return part.text;
    case "anchor":
      return linkTo(part, part.title);
    case "progress":
    case "reference":
    case "button":
      return "";
  }
}
