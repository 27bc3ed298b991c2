import { describe, expect, it } from "vitest";
import { backoffMs, type Lifecycle, LIFECYCLE_START, type LifecycleEvent, MOST_DEATHS, step } from "./lifecycle";

function run(...events: readonly LifecycleEvent[]): Lifecycle {
  return events.reduce((state, event) => step(state, event).state, LIFECYCLE_START);
}

const START: LifecycleEvent = { type: "start" };
const WAITED: LifecycleEvent = { type: "waited" };
const answered = (atMs: number): LifecycleEvent => ({ type: "answered", atMs });
const died = (atMs: number): LifecycleEvent => ({ type: "died", atMs, reason: "killed by SIGKILL" });

describe("the life of the sidecar", () => {
  it("starts, answers and is ready", () => {
    expect(step(LIFECYCLE_START, START)).toEqual({ state: { kind: "starting", deaths: 0 }, effect: { type: "spawn" } });
    expect(run(START, answered(5))).toEqual({ kind: "ready", deaths: 0, sinceMs: 5 });
  });

  it("waits a quarter of a second after the first death, then starts again", () => {
    const dead = step(run(START, answered(0)), died(1_000));
    expect(dead.effect).toEqual({ type: "wait", delayMs: 250 });
    expect(dead.state).toMatchObject({ kind: "restarting", reason: "killed by SIGKILL" });
    expect(step(dead.state, WAITED).effect).toEqual({ type: "spawn" });
  });

  it("waits twice as long after each death in a row, at most half a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 20].map(backoffMs)).toEqual([
      250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it("forgets earlier deaths after a minute of health", () => {
    const unhealthy = run(START, died(0), WAITED, died(0), WAITED, answered(0));
    expect(step(unhealthy, died(59_999)).state).toMatchObject({ deaths: 3, delayMs: 1_000 });
    expect(step(unhealthy, died(60_000)).state).toMatchObject({ deaths: 1, delayMs: 250 });
  });

  it("gives up after too many deaths in a row and starts again when asked", () => {
    const events: LifecycleEvent[] = [START];
    for (let death = 1; death < MOST_DEATHS; death += 1) {
      events.push(died(death), WAITED);
    }
    expect(run(...events).kind).toBe("starting");
    const failed = run(...events, died(99));
    expect(failed).toMatchObject({ kind: "failed", failure: { kind: "crashing" } });
    expect(step(failed, START)).toEqual({ state: { kind: "starting", deaths: 0 }, effect: { type: "spawn" } });
  });

  it("does not start again by itself when that would not help", () => {
    const failure = { kind: "missing", message: "there is none" } as const;
    const failed = step(run(START), { type: "gaveUp", failure });
    expect(failed).toEqual({ state: { kind: "failed", failure }, effect: { type: "end" } });
    expect(step(failed.state, WAITED)).toEqual({ state: failed.state, effect: null });
    expect(step(failed.state, died(1)).effect).toBeNull();
  });

  it("stays stopped whatever a dying process still tells", () => {
    const stopped = run(START, answered(0), { type: "stop" });
    expect(stopped).toEqual({ kind: "stopped" });
    expect(step(stopped, died(1))).toEqual({ state: stopped, effect: null });
    expect(step(stopped, answered(1))).toEqual({ state: stopped, effect: null });
    expect(step(stopped, WAITED)).toEqual({ state: stopped, effect: null });
  });

  it("ends the wait when it is stopped", () => {
    expect(step(run(START, died(0)), { type: "stop" })).toEqual({ state: { kind: "stopped" }, effect: { type: "end" } });
  });
});
