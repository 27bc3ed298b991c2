// Runs the life of the sidecar: carries out what the machine decides. Plain; the process comes through `connect`.
import { all, type Disposable, Signal } from "../signal";
import { errorText } from "../words";
import type { LogLevel, Pushes } from "../wire/generated";
import { type Effect, type Lifecycle, type LifecycleEvent, step } from "./lifecycle";
import { type Client, type Connection, type ConnectionEvents, isRefusal } from "./protocol";

export interface SidecarPorts {
  /** Starts a process and speaks `initialize` with it. Throws `Refusal` when trying again would not help. */
  connect(events: ConnectionEvents): Promise<Connection>;
  nowMs(): number;
  log(level: LogLevel, line: string): void;
}

type PushListener = (params: never) => void;

export class Sidecar {
  readonly lifecycle: Signal<Lifecycle>;
  /** The running one; `null` while there is none. */
  readonly connection = new Signal<Connection | null>(null);
  readonly #ports: SidecarPorts;
  readonly #listeners = new Map<keyof Pushes, Set<PushListener>>();
  #timer: NodeJS.Timeout | undefined;
  /** Counts processes: whatever an earlier one still tells is dropped. */
  #session = 0;

  constructor(lifecycle: Signal<Lifecycle>, ports: SidecarPorts) {
    this.lifecycle = lifecycle;
    this.#ports = ports;
  }

  get client(): Client | null {
    return this.connection.value?.client ?? null;
  }

  /** Starts it unless it runs. */
  start(): void {
    this.#tell({ type: "start" });
  }

  /** Ends it; resolves when it has ended. */
  async stop(): Promise<void> {
    const running = this.connection.value;
    this.#tell({ type: "stop" });
    await running?.stop().catch(() => undefined);
  }

  /** A fresh process; also after it gave up. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** Calls `listener` with each new running sidecar, the present one included. */
  onReady(listener: (client: Client) => void): Disposable {
    return this.connection.follow((connection) => {
      if (connection) {
        listener(connection.client);
      }
    });
  }

  /** Outlives restarts. */
  onPush<M extends keyof Pushes>(method: M, listener: (params: Pushes[M]) => void): Disposable {
    const listeners = this.#listeners.get(method) ?? new Set<PushListener>();
    this.#listeners.set(method, listeners);
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  }

  /** The client once it runs; `null` when it failed, stopped, or `limitMs` passed. */
  async whenReady(limitMs: number): Promise<Client | null> {
    if (this.client) {
      return this.client;
    }
    return new Promise((resolve) => {
      const settle = (client: Client | null): void => {
        clearTimeout(timer);
        watch.dispose();
        resolve(client);
      };
      const timer = setTimeout(() => settle(this.client), limitMs);
      const isOver = (): boolean => ["failed", "stopped"].includes(this.lifecycle.value.kind);
      const watch = all(
        this.connection.onChange((connection) => connection && settle(connection.client)),
        this.lifecycle.onChange(() => isOver() && settle(null)),
      );
      if (isOver()) {
        settle(null);
      }
    });
  }

  #tell(event: LifecycleEvent): void {
    const { state, effect } = step(this.lifecycle.value, event);
    if (state.kind === "ready" && this.lifecycle.value.kind !== "ready") {
      this.#ports.log("info", "the sidecar is ready");
    } else if (state.kind === "restarting" && event.type === "died") {
      this.#ports.log("warn", `the sidecar ended (${state.reason}); starting again in ${state.delayMs} ms`);
    } else if (state.kind === "failed" && this.lifecycle.value.kind !== "failed") {
      this.#ports.log("error", state.failure.message);
    }
    this.lifecycle.value = state;
    if (effect) {
      this.#carryOut(effect);
    }
  }

  #carryOut(effect: Effect): void {
    clearTimeout(this.#timer);
    this.#session += 1;
    this.connection.value = null;
    switch (effect.type) {
      case "spawn":
        void this.#spawn(this.#session);
        return;
      case "wait":
        this.#timer = setTimeout(() => this.#tell({ type: "waited" }), effect.delayMs);
        return;
      case "end":
        return;
    }
  }

  async #spawn(session: number): Promise<void> {
    const isCurrent = (): boolean => session === this.#session;
    const events: ConnectionEvents = {
      onPush: (method, params) => {
        if (isCurrent()) {
          this.#listeners.get(method)?.forEach((listener) => listener(params as never));
        }
      },
      onEnded: (reason) => {
        if (isCurrent()) {
          this.#tell({ type: "died", atMs: this.#ports.nowMs(), reason });
        }
      },
    };
    try {
      const connection = await this.#ports.connect(events);
      if (!isCurrent()) {
        await connection.stop();
        return;
      }
      this.#tell({ type: "answered", atMs: this.#ports.nowMs() });
      this.connection.value = connection;
    } catch (error) {
      if (!isCurrent()) {
        return;
      }
      this.#tell(
        isRefusal(error)
          ? { type: "gaveUp", failure: { kind: error.kind, message: error.message } }
          : { type: "died", atMs: this.#ports.nowMs(), reason: errorText(error) },
      );
    }
  }
}
