// Keeps the state equal to what the sidecar knows. Plain.
import { all, type Disposable } from "../signal";
import type { State } from "../state";
import { errorText } from "../words";
import type { Client } from "./protocol";
import type { Sidecar } from "./sidecar";

/** Asks anew after each push and each start. An answer of an earlier sidecar is dropped. */
export function startMirror(sidecar: Sidecar, state: State, log: (line: string) => void): Disposable {
  const ask = (what: string, fetch: (client: Client, isCurrent: () => boolean) => Promise<void>): (() => void) =>
    oneAtATime(async () => {
      const { client } = sidecar;
      if (!client) {
        return;
      }
      try {
        await fetch(client, () => sidecar.client === client);
      } catch (error) {
        log(`${what} could not be read: ${errorText(error)}`);
      }
    });
  const overview = ask("the overview", async (client, isCurrent) => {
    const answer = await client.request("ws/overview", {});
    // A sidecar that has just started knows nothing yet: what is shown from before is better.
    if (isCurrent() && (answer.revision > 0 || state.overview.value === null)) {
      state.overview.value = answer;
    }
  });
  const health = ask("the health", async (client, isCurrent) => {
    const answer = await client.request("ws/healthReport", {});
    if (isCurrent() && (answer.revision > 0 || state.health.value === null)) {
      state.health.value = answer;
    }
  });
  const incidents = ask("the incidents", async (client, isCurrent) => {
    const answer = await client.request("incident/list", {});
    if (isCurrent()) {
      state.incidents.value = answer;
    }
  });
  return all(
    sidecar.onReady(() => {
      overview();
      health();
      incidents();
    }),
    sidecar.onPush("ws/indexChanged", ({ isHealthChanged }) => {
      overview();
      // What came before the first snapshot is the health of nothing.
      if (isHealthChanged || (state.health.value?.revision ?? 0) === 0) {
        health();
      }
    }),
    sidecar.onPush("incident/changed", incidents),
  );
}

/** Runs `work` once now; calls while it runs make it run once more, not more often. */
export function oneAtATime(work: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      isWanted = false;
      await work();
    } while (isWanted);
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) {
      void run();
    }
  };
}
