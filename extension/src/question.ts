import type { Place } from "./places";
import type { ChatCommand, ContextParams, IncidentCause } from "./wire/generated";

/** Something to be asked, by a menu, a lightbulb or a page. */
export interface Question {
  readonly command: ChatCommand;
  readonly prompt: string;
  /** The user still completes the prompt. */
  readonly isDraft: boolean;
  /** What the answer is about. */
  readonly cause: IncidentCause | null;
  /** The editor's URI or workspace path, and its lines. */
  readonly place: ContextParams | Place | null;
}
