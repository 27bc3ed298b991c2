// The sidecar's life as a state machine. Plain: the caller carries out the effects and tells what happened.

/** Why the sidecar is not started again by itself. */
export interface Failure {
  /**
   * `missing`: no binary. `mismatch`: shell and sidecar of different builds. `refused`: it cannot be run or answered
   * `initialize` with an error. `crashing`: it died too often in a row.
   */
  readonly kind: "missing" | "mismatch" | "refused" | "crashing";
  /** What happened and what to do, for the user. */
  readonly message: string;
}

export type Lifecycle =
  | { readonly kind: "stopped" }
  /** `deaths`: how often it died in a row before. */
  | { readonly kind: "starting"; readonly deaths: number }
  | { readonly kind: "ready"; readonly deaths: number; readonly sinceMs: number }
  | { readonly kind: "restarting"; readonly deaths: number; readonly delayMs: number; readonly reason: string }
  | { readonly kind: "failed"; readonly failure: Failure };

export type LifecycleEvent =
  /** The user or the activation wants it to run. Starts again from `failed`. */
  | { readonly type: "start" }
  /** It answered `initialize`. */
  | { readonly type: "answered"; readonly atMs: number }
  /** The process or the connection ended. */
  | { readonly type: "died"; readonly atMs: number; readonly reason: string }
  /** Starting again would not help. */
  | { readonly type: "gaveUp"; readonly failure: Failure }
  /** The wait is over. */
  | { readonly type: "waited" }
  /** The user or the end of the session wants it to stop. */
  | { readonly type: "stop" };

/** What the caller has to do. An effect replaces whatever of the earlier ones is still going on. */
export type Effect =
  | { readonly type: "spawn" }
  | { readonly type: "wait"; readonly delayMs: number }
  | { readonly type: "end" };

export const LIFECYCLE_START: Lifecycle = { kind: "stopped" };

/** After so long without dying, earlier deaths are forgotten. */
export const HEALTHY_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
/** Deaths in a row after which only the user starts it again: about a minute of waiting in all. */
export const MOST_DEATHS = 9;

/** The wait before the next start after `deaths` deaths in a row. */
export function backoffMs(deaths: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, deaths - 1), LONGEST_DELAY_MS);
}

export interface Step {
  readonly state: Lifecycle;
  readonly effect: Effect | null;
}

/** The next state. An event that does not fit the state changes nothing. */
export function step(state: Lifecycle, event: LifecycleEvent): Step {
  const same: Step = { state, effect: null };
  switch (event.type) {
    case "start":
      return state.kind === "starting" || state.kind === "ready"
        ? same
        : { state: { kind: "starting", deaths: 0 }, effect: { type: "spawn" } };
    case "answered":
      return state.kind === "starting"
        ? { state: { kind: "ready", deaths: state.deaths, sinceMs: event.atMs }, effect: null }
        : same;
    case "died":
      return died(state, event.atMs, event.reason);
    case "gaveUp":
      return state.kind === "starting" || state.kind === "ready"
        ? { state: { kind: "failed", failure: event.failure }, effect: { type: "end" } }
        : same;
    case "waited":
      return state.kind === "restarting"
        ? { state: { kind: "starting", deaths: state.deaths }, effect: { type: "spawn" } }
        : same;
    case "stop":
      return state.kind === "stopped" ? same : { state: { kind: "stopped" }, effect: { type: "end" } };
  }
}

function died(state: Lifecycle, atMs: number, reason: string): Step {
  if (state.kind !== "starting" && state.kind !== "ready") {
    return { state, effect: null };
  }
  const wasHealthy = state.kind === "ready" && atMs - state.sinceMs >= HEALTHY_AFTER_MS;
  const deaths = wasHealthy ? 1 : state.deaths + 1;
  if (deaths >= MOST_DEATHS) {
    const message = `Workspai's sidecar ended ${deaths} times in a row: ${reason}. The log says more.`;
    return { state: { kind: "failed", failure: { kind: "crashing", message } }, effect: { type: "end" } };
  }
  const delayMs = backoffMs(deaths);
  return { state: { kind: "restarting", deaths, delayMs, reason }, effect: { type: "wait", delayMs } };
}
