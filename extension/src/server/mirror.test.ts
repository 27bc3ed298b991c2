import { describe, expect, it, vi } from "vitest";
import { Signal } from "../signal";
import { createState } from "../state";
import type { HealthReport, Overview } from "../wire/generated";
import { type Lifecycle, LIFECYCLE_START } from "./lifecycle";
import { oneAtATime, startMirror } from "./mirror";
import type { Client, ConnectionEvents } from "./protocol";
import { Sidecar } from "./sidecar";

type Answers = Record<string, () => unknown>;

function clientOf(answers: Answers): Client {
  return {
    request: (method: string) => Promise.resolve(answers[method]?.()),
    notify: () => undefined,
  } as unknown as Client;
}

const overview = (revision: number): Overview => ({ revision }) as Overview;
const health = (revision: number): HealthReport => ({ revision }) as HealthReport;

describe("the mirror", () => {
  it("asks at the start and after each push, for health only when it changed", async () => {
    const state = createState();
    let revision = 1;
    const asked: string[] = [];
    let events!: ConnectionEvents;
    const answer = (method: string, value: () => unknown) => (): unknown => {
      asked.push(method);
      return value();
    };
    const client = clientOf({
      "ws/overview": answer("overview", () => overview(revision)),
      "ws/healthReport": answer("health", () => health(revision)),
      "incident/list": answer("incidents", () => []),
    });
    const sidecar = new Sidecar(new Signal<Lifecycle>(LIFECYCLE_START), {
      connect: (given) => {
        events = given;
        return Promise.resolve({ client, hello: { wireHash: "", version: "", processId: 1 }, stop: () => Promise.resolve() });
      },
      nowMs: () => 0,
      log: () => undefined,
    });
    startMirror(sidecar, state, () => undefined);
    sidecar.start();
    await vi.waitFor(() => expect(state.health.value?.revision).toBe(1));
    expect(asked.sort()).toEqual(["health", "incidents", "overview"]);
    asked.length = 0;

    revision = 2;
    events.onPush("ws/indexChanged", { revision, projects: [], isHealthChanged: false });
    await vi.waitFor(() => expect(state.overview.value?.revision).toBe(2));
    expect(asked).toEqual(["overview"]);
    events.onPush("ws/indexChanged", { revision, projects: null, isHealthChanged: true });
    await vi.waitFor(() => expect(state.health.value?.revision).toBe(2));
  });

  it("keeps what is shown while a new sidecar knows nothing yet", async () => {
    const state = createState();
    const answers = [overview(3), overview(0), overview(1)];
    let events!: ConnectionEvents;
    const sidecar = new Sidecar(new Signal<Lifecycle>(LIFECYCLE_START), {
      connect: (given) => {
        events = given;
        const client = clientOf({ "ws/overview": () => answers.shift(), "ws/healthReport": () => health(0) });
        return Promise.resolve({ client, hello: { wireHash: "", version: "", processId: 1 }, stop: () => Promise.resolve() });
      },
      nowMs: () => 0,
      log: () => undefined,
    });
    startMirror(sidecar, state, () => undefined);
    const seen: (number | undefined)[] = [];
    state.overview.onChange((value) => seen.push(value?.revision));
    sidecar.start();
    await vi.waitFor(() => expect(seen).toEqual([3]));
    await sidecar.restart();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    events.onPush("ws/indexChanged", { revision: 1, projects: null, isHealthChanged: false });
    await vi.waitFor(() => expect(seen).toEqual([3, 1]));
  });

  it("runs work once more for any number of wishes while it runs", async () => {
    const releases: (() => void)[] = [];
    const wish = oneAtATime(() => new Promise((resolve) => releases.push(resolve)));
    wish();
    wish();
    wish();
    expect(releases).toHaveLength(1);
    releases[0]!();
    await vi.waitFor(() => expect(releases).toHaveLength(2));
    releases[1]!();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(releases).toHaveLength(2);
  });
});
