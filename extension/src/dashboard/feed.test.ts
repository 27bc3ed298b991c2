import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DashboardState } from "../wire/generated";
import type { ToView } from "./contract";
import { createFeed, type Feed } from "./feed";
import { smallState } from "./smallState.fixture";

const PAUSE_MS = 250;

function at(revision: number, name = `r${String(revision)}`): DashboardState {
  return { ...smallState, overview: { ...smallState.overview, revision, name } };
}

interface Pending {
  resolve(state: DashboardState): void;
  reject(error: Error): void;
}

describe("feed", () => {
  let posted: ToView[];
  let pending: Pending[];
  let feed: Feed;

  beforeEach(() => {
    vi.useFakeTimers();
    posted = [];
    pending = [];
    feed = createFeed(
      {
        read: () => new Promise((resolve, reject) => pending.push({ resolve, reject })),
        post: (message) => posted.push(message),
      },
      PAUSE_MS,
    );
  });

  afterEach(() => {
    feed.dispose();
    vi.useRealTimers();
  });

  const names = (): string[] => posted.map((message) => (message.type === "state" ? message.state.overview.name : `! ${message.text}`));
  const answer = async (state: DashboardState): Promise<void> => {
    pending.shift()?.resolve(state);
    await vi.advanceTimersByTimeAsync(0);
  };
  const fail = async (message: string): Promise<void> => {
    pending.shift()?.reject(new Error(message));
    await vi.advanceTimersByTimeAsync(0);
  };

  it("asks nothing before the view is there", async () => {
    feed.changed();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pending).toHaveLength(0);
    feed.viewReady();
    expect(pending).toHaveLength(1);
  });

  it("asks once for a burst of changes, and never two at a time", async () => {
    feed.viewReady();
    await answer(at(1));
    for (let change = 0; change < 100; change++) feed.changed();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(pending).toHaveLength(1);
    feed.changed();
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(pending).toHaveLength(1);
    await answer(at(2));
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(pending).toHaveLength(1);
    await answer(at(3));
    expect(names()).toEqual(["r1", "r2", "r3"]);
  });

  it("numbers its messages upwards", async () => {
    feed.viewReady();
    await answer(at(5));
    feed.changed();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await answer(at(6));
    expect(posted.map((message) => message.revision)).toEqual([1, 2]);
  });

  it("keeps the newer of two states", async () => {
    feed.viewReady();
    await answer(at(5));
    feed.changed();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await answer(at(4));
    expect(names()).toEqual(["r5"]);
    expect(feed.state?.overview.revision).toBe(5);
  });

  it("shows the same revision again: incidents and usage change without a snapshot", async () => {
    feed.viewReady();
    await answer(at(5));
    feed.changed();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await answer(at(5, "more incidents"));
    expect(names()).toEqual(["r5", "more incidents"]);
  });

  it("sends the whole state again to a view that lost it, then asks for a newer one", async () => {
    feed.viewReady();
    await answer(at(5));
    feed.viewGone();
    feed.changed();
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(pending).toHaveLength(0);
    feed.viewReady();
    expect(names()).toEqual(["r5", "r5"]);
    await answer(at(6));
    expect(names()).toEqual(["r5", "r5", "r6"]);
  });

  it("tells trouble beside the last state, and ends it with the next", async () => {
    feed.viewReady();
    await answer(at(1));
    feed.changed();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await fail("The server is starting.");
    expect(names()).toEqual(["r1", "! The server is starting."]);
    feed.viewReady();
    expect(names().slice(2)).toEqual(["r1", "! The server is starting."]);
    await answer(at(2));
    feed.viewReady();
    expect(names().slice(-1)).toEqual(["r2"]);
  });

  it("takes a new sidecar's first revision, and drops the old one's late answer", async () => {
    feed.viewReady();
    await answer(at(900));
    feed.changed();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    feed.restarted();
    await answer(at(901, "late"));
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    await answer(at(1));
    expect(names()).toEqual(["r900", "r1"]);
  });

  it("posts nothing after the end", async () => {
    feed.viewReady();
    feed.dispose();
    await answer(at(1));
    feed.changed();
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(posted).toEqual([]);
    expect(pending).toEqual([]);
  });
});
