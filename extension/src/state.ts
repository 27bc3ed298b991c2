import { LIFECYCLE_START, type Lifecycle } from "./server/lifecycle";
import { Signal } from "./signal";
import type { HealthReport, IncidentSummary, Overview, ProjectSummary } from "./wire/generated";

/** What the views draw. The sidecar holds the truth; `server/mirror.ts` keeps this equal to it. */
export interface State {
  /** Where the sidecar's process stands. */
  readonly lifecycle: Signal<Lifecycle>;
  /** `null` before the first answer. Kept while the sidecar restarts, so that nothing flickers. */
  readonly overview: Signal<Overview | null>;
  readonly health: Signal<HealthReport | null>;
  readonly incidents: Signal<readonly IncidentSummary[] | null>;
  /** The project of the active editor, else the only project. */
  readonly activeProject: Signal<ProjectSummary | null>;
}

export function createState(): State {
  return {
    lifecycle: new Signal<Lifecycle>(LIFECYCLE_START),
    overview: new Signal<Overview | null>(null),
    health: new Signal<HealthReport | null>(null),
    incidents: new Signal<readonly IncidentSummary[] | null>(null),
    activeProject: new Signal<ProjectSummary | null>(null),
  };
}
