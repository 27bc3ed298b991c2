// Options (what the user wrote) → ShellSettings (what holds). Plain.
import type { LogLevel, Settings } from "./wire/generated";

/** Which model a chat turn may ask. */
export type ModelUse = "chat" | "endpoint" | "none";

export interface ShellSettings {
  /** Absolute path of the sidecar's program; empty: the one in the package. */
  readonly serverPath: string;
  readonly modelUse: ModelUse;
  /** What the sidecar gets. */
  readonly wire: Settings;
}

/** The raw value of a key below `workspai.`; `undefined` when it is not set. */
export type Options = (key: string) => unknown;

/** What the user's own settings say, where a folder's settings may only take away. */
export interface Own {
  readonly modelUse: unknown;
}

export interface Resolved {
  readonly settings: ShellSettings;
  /** One sentence per bad field. */
  readonly warnings: readonly string[];
}

const LOG_LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug", "trace"];
const MODEL_USES: readonly ModelUse[] = ["chat", "endpoint", "none"];

/** A bad field takes its default and gives one warning. A bad `model.use` closes: no model is asked. */
export function resolve(options: Options, own: Own = { modelUse: options("model.use") }): Resolved {
  // A folder can say that no model is asked, but not that one is.
  const isClosed = options("model.use") === "none";
  const reader = new Reader((key) => (key === "model.use" && !isClosed ? own.modelUse : options(key)));
  const settings: ShellSettings = {
    serverPath: reader.text("server.path").trim(),
    modelUse: reader.oneOf("model.use", MODEL_USES, "chat", "none"),
    wire: {
      logLevel: reader.oneOf("log.level", LOG_LEVELS, "info"),
      disabledRules: reader.names("doctor.disabledRules"),
      model: {
        baseUrl: reader.url("model.baseUrl"),
        model: reader.text("model.name").trim(),
        connectTimeoutMs: reader.integer("model.connectTimeoutMs", 10_000, 100, 600_000),
        firstTokenTimeoutMs: reader.integer("model.firstTokenTimeoutMs", 60_000, 100, 600_000),
        idleTimeoutMs: reader.integer("model.idleTimeoutMs", 30_000, 100, 600_000),
        contextBudgetTokens: reader.integer("model.contextBudgetTokens", 6_000, 200, 200_000),
      },
    },
  };
  return { settings, warnings: reader.warnings };
}

class Reader {
  readonly warnings: string[] = [];
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  text(key: string): string {
    return this.#read(key, "", "a text", (value) => (typeof value === "string" ? value : undefined));
  }

  oneOf<T extends string>(key: string, choices: readonly T[], fallback: T, whenBad = fallback): T {
    const wanted = `one of ${choices.join(", ")}`;
    return this.#read(key, fallback, wanted, (value) => choices.find((choice) => choice === value), whenBad);
  }

  integer(key: string, fallback: number, least: number, most: number): number {
    const wanted = `a whole number from ${least} to ${most}`;
    return this.#read(key, fallback, wanted, (value) =>
      Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? (value as number) : undefined,
    );
  }

  names(key: string): readonly string[] {
    return this.#read<readonly string[]>(key, [], "a list of texts", (value) =>
      Array.isArray(value) && value.every((name) => typeof name === "string") ? (value) : undefined,
    );
  }

  url(key: string): string {
    return this.#read(key, "", "an http or https address", (value) => {
      if (typeof value !== "string") {
        return undefined;
      }
      const trimmed = value.trim().replace(/\/+$/, "");
      return trimmed === "" || /^https?:\/\/[^\s/]+/i.test(trimmed) ? trimmed : undefined;
    });
  }

  #read<T>(key: string, fallback: T, wanted: string, accept: (value: unknown) => T | undefined, whenBad = fallback): T {
    const value = this.#options(key);
    if (value === undefined || value === null) {
      return fallback;
    }
    const accepted = accept(value);
    if (accepted === undefined) {
      this.warnings.push(`workspai.${key} must be ${wanted}; using ${JSON.stringify(whenBad)}`);
      return whenBad;
    }
    return accepted;
  }
}
