// From what the Chat view gives to what the sidecar takes. Plain: editor objects come in as what they look like.
import type { ModelUse } from "../config";
import type { ChatCommand, ChatReference, ChatTurn, ModelChoice } from "../wire/generated";

export interface UriLike {
  readonly scheme: string;
  readonly path: string;
  toString(): string;
}

interface PositionLike {
  readonly line: number;
  readonly character: number;
}

export interface LocationLike {
  readonly uri: UriLike;
  readonly range: { readonly start: PositionLike; readonly end: PositionLike };
}

/** `vscode.ChatPromptReference`. */
export interface PromptReference {
  readonly id: string;
  readonly modelDescription?: string | undefined;
  readonly value: unknown;
}

/** `vscode.LanguageModelChat`. */
export interface ModelLike {
  readonly id: string;
  readonly name: string;
  readonly maxInputTokens: number;
}

const COMMANDS: readonly ChatCommand[] = ["ask", "debug", "doctor", "explain"];
const LONGEST_HISTORY = 12;

export function commandOf(name: string | undefined): ChatCommand {
  return COMMANDS.find((command) => command === name) ?? "ask";
}

/** In the order of the prompt: the editor gives the last one first. What has no text and no file is left out. */
export function referencesOf(references: readonly PromptReference[]): ChatReference[] {
  return [...references].reverse().flatMap((reference) => referenceOf(reference) ?? []);
}

/** Without the whole of a file of which a part goes along anyway: the editor attaches the active file by itself. */
export function narrowed(references: readonly ChatReference[]): ChatReference[] {
  const parts = new Set(references.filter(({ lines }) => lines !== null).map(({ uri }) => uri));
  return references.filter(({ uri, lines }) => lines !== null || !parts.has(uri));
}

function referenceOf({ id, modelDescription, value }: PromptReference): ChatReference | undefined {
  if (typeof value === "string") {
    return { name: modelDescription ?? id, uri: null, lines: null, text: value };
  }
  if (isUri(value)) {
    return { name: nameOf(value), uri: value.toString(), lines: null, text: null };
  }
  if (isLocation(value)) {
    return { name: nameOf(value.uri), uri: value.uri.toString(), lines: linesOf(value.range), text: null };
  }
  return undefined;
}

/** First and last line from 1. A range that ends at the start of a line does not hold that line. */
export function linesOf({ start, end }: LocationLike["range"]): [number, number] {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return [start.line + 1, last + 1];
}

function isUri(value: unknown): value is UriLike {
  const uri = value as Partial<UriLike> | null;
  return typeof uri === "object" && uri !== null && typeof uri.scheme === "string" && typeof uri.path === "string";
}

function isLocation(value: unknown): value is LocationLike {
  const location = value as Partial<LocationLike> | null;
  return typeof location === "object" && location !== null && isUri(location.uri) && location.range !== undefined;
}

function nameOf({ path }: UriLike): string {
  return path.slice(path.lastIndexOf("/") + 1) || path;
}

/** The last turns, oldest first; empty ones are left out. */
export function historyOf(turns: readonly ChatTurn[]): ChatTurn[] {
  return turns.filter(({ text }) => text.trim() !== "").slice(-LONGEST_HISTORY);
}

/** Which model may be asked: what the setting wants, as far as it exists. */
export function modelChoice(use: ModelUse, picked: ModelLike | undefined, hasEndpoint: boolean): ModelChoice {
  if (use === "none") {
    return { kind: "none" };
  }
  if (use === "chat" && picked) {
    const { id, name, maxInputTokens } = picked;
    return { kind: "editor", id, name, maxInputTokens: maxInputTokens > 0 ? Math.floor(maxInputTokens) : null };
  }
  return use === "endpoint" || hasEndpoint ? { kind: "endpoint" } : { kind: "none" };
}

/** Why the editor's model did not answer, for the user. The sidecar puts `<model> failed: ` before it. */
export function modelErrorText(errorCode: string | undefined, cause: string, model: string): string {
  switch (errorCode) {
    case "NoPermissions":
      return `you have not allowed Workspai to use ${model}. Allow it in the Accounts menu (Manage Language Model Access), then ask again.`;
    case "NotFound":
      return "it is not there any more. Pick another model in the Chat view.";
    case "Blocked":
      return "its quota is used up, or the request was blocked. Try later, or pick another model.";
    default:
      return /off.?topic/i.test(cause) ? "it found the question off topic." : cause;
  }
}
