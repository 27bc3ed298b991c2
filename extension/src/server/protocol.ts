// The typed side of the wire. Plain.
import type { Notifications, Pushes, Requests, ServerHello } from "../wire/generated";

/** Structurally a `vscode.CancellationToken`. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** A running sidecar, by its own messages. */
export interface Client {
  /** Rejects with an error whose message is for the user. */
  request<M extends keyof Requests>(
    method: M,
    params: Requests[M]["params"],
    cancellation?: Cancellation,
  ): Promise<Requests[M]["result"]>;
  /** Lost when the connection is gone: the next sidecar starts anew anyway. */
  notify<M extends keyof Notifications>(method: M, params: Notifications[M]): void;
}

/** A connection to one process. */
export interface Connection {
  readonly client: Client;
  readonly hello: ServerHello;
  /** Asks the process to end, and ends it if it does not. */
  stop(): Promise<void>;
}

/** What the sidecar pushes. */
export interface ConnectionEvents {
  onPush<M extends keyof Pushes>(method: M, params: Pushes[M]): void;
  /** Once, when the process or the connection ended and `stop` was not asked for. */
  onEnded(reason: string): void;
}

export const PUSHES = [
  "ws/indexChanged",
  "incident/changed",
  "chat/part",
  "model/send",
  "model/cancel",
] as const satisfies readonly (keyof Pushes)[];

// Fails to compile when a push is missing above.
type Missing = Exclude<keyof Pushes, (typeof PUSHES)[number]>;
const NONE_MISSING: [Missing] extends [never] ? true : Missing = true;
void NONE_MISSING;

/** Starting again would not help. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: "missing" | "mismatch" | "refused";

  constructor(kind: "missing" | "mismatch" | "refused", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** By name: the file that holds the language client has a class of its own. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === "Refusal" && "kind" in error;
}
