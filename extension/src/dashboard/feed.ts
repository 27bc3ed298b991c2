/**
 * Keeps one view at the newest state: asks for it at most every `pauseMs`, one request at a time, and only while the view
 * is there. A plain value with its surroundings passed in, so that its timing has tests.
 */
import type { DashboardState } from "../wire/generated";
import type { ToView } from "./contract";
import { drawn } from "./stateShape";

export interface FeedPorts {
  /** Asks the sidecar. Rejects with a sentence for the user. */
  read(): Promise<DashboardState>;
  post(message: ToView): void;
}

export interface Feed {
  /** The last state taken. */
  readonly state: DashboardState | undefined;
  /** The view is there and has nothing: send what is known, then ask. */
  viewReady(): void;
  /** The view is gone, or hidden. */
  viewGone(): void;
  /** Something that is drawn may be different. */
  changed(): void;
  /** Another sidecar: its revisions start anew. */
  restarted(): void;
  dispose(): void;
}

export function createFeed(ports: FeedPorts, pauseMs = 250): Feed {
  let state: DashboardState | undefined;
  let trouble: string | undefined;
  let sent = 0;
  let newest = 0;
  let session = 0;
  let isViewThere = false;
  let isReading = false;
  let isStale = false;
  let timer: NodeJS.Timeout | undefined;

  function sendState(): void {
    if (isViewThere && state) ports.post({ type: "state", revision: ++sent, state: drawn(state) });
  }

  function sendTrouble(): void {
    if (isViewThere && trouble !== undefined) ports.post({ type: "trouble", revision: ++sent, text: trouble });
  }

  function take(next: DashboardState): void {
    // An answer computed before the one that is shown.
    if (next.overview.revision < newest) return;
    newest = next.overview.revision;
    state = next;
    trouble = undefined;
    sendState();
  }

  async function read(): Promise<void> {
    isStale = false;
    isReading = true;
    const asked = session;
    try {
      const next = await ports.read();
      if (asked === session) take(next);
    } catch (error) {
      if (asked === session) {
        trouble = error instanceof Error ? error.message : String(error);
        sendTrouble();
      }
    }
    isReading = false;
    if (isStale) later();
  }

  function later(): void {
    isStale = true;
    if (timer !== undefined || isReading || !isViewThere) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (isViewThere) void read();
    }, pauseMs);
  }

  return {
    get state() {
      return state;
    },
    viewReady() {
      isViewThere = true;
      sendState();
      sendTrouble();
      if (isReading) isStale = true;
      else void read();
    },
    viewGone() {
      isViewThere = false;
    },
    changed: later,
    restarted() {
      session += 1;
      // The old state stays on view until the new sidecar has one.
      newest = 0;
      later();
    },
    dispose() {
      session += 1;
      isViewThere = false;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
