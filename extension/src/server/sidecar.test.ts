import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Signal } from "../signal";
import { type Lifecycle, LIFECYCLE_START } from "./lifecycle";
import { type Client, type Connection, type ConnectionEvents, Refusal } from "./protocol";
import { Sidecar } from "./sidecar";

/** A process that the test kills, refuses or lets answer. */
class FakeProcess {
  readonly stop = vi.fn(() => Promise.resolve());
  readonly client = { request: vi.fn(), notify: vi.fn() } as unknown as Client;
  events!: ConnectionEvents;

  connection(): Connection {
    return { client: this.client, hello: { wireHash: "", version: "0", processId: 1 }, stop: this.stop };
  }
}

function setUp(next: (process: FakeProcess) => Promise<Connection> = (process) => Promise.resolve(process.connection())) {
  const processes: FakeProcess[] = [];
  const lifecycle = new Signal<Lifecycle>(LIFECYCLE_START);
  const sidecar = new Sidecar(lifecycle, {
    connect: (events) => {
      const process = new FakeProcess();
      process.events = events;
      processes.push(process);
      return next(process);
    },
    nowMs: () => Date.now(),
    log: () => undefined,
  });
  return { sidecar, processes, lifecycle };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe("the sidecar", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("heals after its process was killed, with a new client for whoever listens", async () => {
    const { sidecar, processes, lifecycle } = setUp();
    const clients: Client[] = [];
    sidecar.onReady((client) => clients.push(client));
    sidecar.start();
    await settle();
    processes[0]!.events.onEnded("killed by SIGKILL");
    expect(sidecar.client).toBeNull();
    expect(lifecycle.value.kind).toBe("restarting");
    await vi.advanceTimersByTimeAsync(249);
    expect(processes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(lifecycle.value.kind).toBe("ready");
    expect(clients).toEqual([processes[0]!.client, processes[1]!.client]);
  });

  it("hands pushes over across restarts, and drops those of a process that is gone", async () => {
    const { sidecar, processes } = setUp();
    const seen: string[] = [];
    sidecar.onPush("incident/changed", ({ id }) => seen.push(id));
    sidecar.start();
    await settle();
    processes[0]!.events.onPush("incident/changed", { id: "first" });
    processes[0]!.events.onEnded("exit code 1");
    await vi.advanceTimersByTimeAsync(250);
    processes[0]!.events.onPush("incident/changed", { id: "ghost" });
    processes[1]!.events.onPush("incident/changed", { id: "second" });
    expect(seen).toEqual(["first", "second"]);
  });

  it("starts again after a start that failed", async () => {
    let attempts = 0;
    const { sidecar, lifecycle } = setUp((process) => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error("no answer")) : Promise.resolve(process.connection());
    });
    sidecar.start();
    await settle();
    expect(lifecycle.value).toMatchObject({ kind: "restarting", reason: "no answer" });
    await vi.advanceTimersByTimeAsync(250);
    expect(lifecycle.value.kind).toBe("ready");
  });

  it("fails at once when starting again would not help", async () => {
    const { sidecar, processes, lifecycle } = setUp(() => Promise.reject(new Refusal("mismatch", "of different builds")));
    sidecar.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lifecycle.value).toEqual({ kind: "failed", failure: { kind: "mismatch", message: "of different builds" } });
    expect(processes).toHaveLength(1);
  });

  it("ends a process that answers after it was stopped", async () => {
    let answer: () => void = () => undefined;
    const { sidecar, processes, lifecycle } = setUp(
      (process) => new Promise((resolve) => (answer = () => resolve(process.connection()))),
    );
    sidecar.start();
    await sidecar.stop();
    answer();
    await settle();
    expect(processes[0]!.stop).toHaveBeenCalledOnce();
    expect(lifecycle.value.kind).toBe("stopped");
    expect(sidecar.client).toBeNull();
  });

  it("lets a command wait until it is ready, but not for ever", async () => {
    const { sidecar } = setUp();
    sidecar.start();
    const ready = sidecar.whenReady(1_000);
    await settle();
    expect(await ready).toBe(sidecar.client);

    const { sidecar: hanging } = setUp(() => new Promise(() => undefined));
    hanging.start();
    const late = hanging.whenReady(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await late).toBeNull();
  });

  it("does not let a command wait for a sidecar that failed", async () => {
    const { sidecar } = setUp(() => Promise.reject(new Refusal("missing", "there is none")));
    sidecar.start();
    await settle();
    expect(await sidecar.whenReady(60_000)).toBeNull();
  });
});
