/**
 * What the dashboard's two sides say to each other. Both bundles import this file. The view owns no truth: it draws the
 * last `state` and posts intents. Either side drops what its guard refuses.
 */
import { count, either, exactly, line, nullable, shape, shortText, strict, text, type Guard } from "./guard";
import { drawnState, type DrawnState } from "./stateShape";

/** Raised when a message changes its meaning. A view of another number is built anew. */
export const CONTRACT = 1;

/** What an AI action is about. The host knows the words; the view only names the subject. */
export type Subject =
  | { readonly kind: "workspace" | "health" | "error" }
  | { readonly kind: "project"; readonly path: string }
  | { readonly kind: "finding"; readonly id: string };

export type ToHost =
  | { readonly type: "ready"; readonly contract: number }
  | { readonly type: "open"; readonly file: string; readonly line: number }
  | { readonly type: "previewFix"; readonly finding: string; readonly fix: string | null }
  | { readonly type: "ask"; readonly subject: Subject }
  | { readonly type: "showIncident"; readonly id: string }
  | { readonly type: "showHealth" }
  | { readonly type: "openModelSettings" }
  | { readonly type: "refresh" }
  | { readonly type: "showLog" }
  | { readonly type: "revealProject"; readonly path: string };

/** Something the user wants; `ready` is the view's own. */
export type Intent = Exclude<ToHost, { readonly type: "ready" }>;

export type ToView =
  /** The whole state. `revision` grows with each message of a panel. */
  | { readonly type: "state"; readonly revision: number; readonly state: DrawnState }
  /** There is no newer state, and why. `state` ends it. */
  | { readonly type: "trouble"; readonly revision: number; readonly text: string };

const subject = either<Subject>(
  strict<Exclude<Subject, { kind: "project" | "finding" }>>({ kind: exactly("workspace", "health", "error") }),
  strict<Extract<Subject, { kind: "project" }>>({ kind: exactly("project"), path: shortText }),
  strict<Extract<Subject, { kind: "finding" }>>({ kind: exactly("finding"), id: shortText }),
);

type HostMessage<T extends ToHost["type"]> = Extract<ToHost, { type: T }>;

export const isToHost: Guard<ToHost> = either<ToHost>(
  strict<HostMessage<"ready">>({ type: exactly("ready"), contract: count }),
  strict<HostMessage<"open">>({ type: exactly("open"), file: shortText, line }),
  strict<HostMessage<"previewFix">>({ type: exactly("previewFix"), finding: shortText, fix: nullable(shortText) }),
  strict<HostMessage<"ask">>({ type: exactly("ask"), subject }),
  strict<HostMessage<"showIncident">>({ type: exactly("showIncident"), id: shortText }),
  strict<HostMessage<"showHealth">>({ type: exactly("showHealth") }),
  strict<HostMessage<"openModelSettings">>({ type: exactly("openModelSettings") }),
  strict<HostMessage<"refresh">>({ type: exactly("refresh") }),
  strict<HostMessage<"showLog">>({ type: exactly("showLog") }),
  strict<HostMessage<"revealProject">>({ type: exactly("revealProject"), path: shortText }),
);

export const isToView: Guard<ToView> = either<ToView>(
  shape<Extract<ToView, { type: "state" }>>({ type: exactly("state"), revision: count, state: drawnState }),
  shape<Extract<ToView, { type: "trouble" }>>({ type: exactly("trouble"), revision: count, text }),
);
