// What is known of each project, asked for when a row is opened. Plain.
import type { Client } from "../server/protocol";
import type { ProjectReport } from "../wire/generated";

export class Reports {
  readonly #known = new Map<string, Promise<ProjectReport | null>>();
  readonly #client: () => Client | null;

  constructor(client: () => Client | null) {
    this.#client = client;
  }

  /** The last one that was asked for, until it is forgotten. `null`: gone, or no sidecar to ask. */
  get(path: string): Promise<ProjectReport | null> {
    const known = this.#known.get(path);
    if (known) {
      return known;
    }
    const asked = this.#ask(path);
    this.#known.set(path, asked);
    return asked;
  }

  /** `null`: all. */
  forget(paths: readonly string[] | null): void {
    if (paths === null) {
      this.#known.clear();
    } else {
      paths.forEach((path) => this.#known.delete(path));
    }
  }

  async #ask(path: string): Promise<ProjectReport | null> {
    try {
      const client = this.#client();
      const report = client ? await client.request("ws/projectShow", { path }) : null;
      if (report === null) {
        this.#known.delete(path);
      }
      return report;
    } catch {
      this.#known.delete(path);
      return null;
    }
  }
}
