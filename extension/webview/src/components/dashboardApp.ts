import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { amount, shape } from "../../../src/dashboard/guard";
import { CONTRACT, isToView, type Intent, type ToHost } from "../../../src/dashboard/contract";
import type { DrawnState } from "../../../src/dashboard/stateShape";
import { plural } from "../format/number";
import { LightElement } from "./light";
import { page } from "./page";
import { pageHeader } from "./pageHeader";
import { piece } from "./pieces";
import { emptyNote } from "./section";

const MINUTE_MS = 60_000;

/** The editor, as a page sees it. */
export interface Host {
  postMessage(message: ToHost): void;
  /** Kept while the page is hidden, and through a reload of the window. */
  getState(): unknown;
  setState(state: Kept): void;
}

interface Kept {
  readonly scrollTop: number;
}

/** The page. Draws the last state, passes on what is clicked, and knows nothing else. */
export class DashboardApp extends LightElement {
  static override properties: PropertyDeclarations = {
    state: { state: true },
    trouble: { state: true },
    nowMs: { state: true },
  };

  declare state: DrawnState | undefined;
  declare trouble: string | undefined;
  declare nowMs: number;
  /** Set before the element is put on the page. */
  host: Host | undefined;
  #revision = -1;
  #isPlaced = false;
  #clock: number | undefined;

  constructor() {
    super();
    this.nowMs = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("message", this.#onMessage);
    this.addEventListener("click", this.#onClick);
    // Keeps "5 minutes ago" true.
    this.#clock = window.setInterval(() => (this.nowMs = Date.now()), MINUTE_MS);
    document.addEventListener("scrollend", this.#onScrollEnd);
    this.host?.postMessage({ type: "ready", contract: CONTRACT });
  }

  override disconnectedCallback(): void {
    window.removeEventListener("message", this.#onMessage);
    this.removeEventListener("click", this.#onClick);
    document.removeEventListener("scrollend", this.#onScrollEnd);
    window.clearInterval(this.#clock);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const { state, trouble } = this;
    if (state === undefined) return trouble === undefined ? waiting() : html`<main>${title()}${notice(trouble, false)}</main>`;
    return html`${trouble === undefined ? nothing : notice(trouble, true)}${whole(state, this.nowMs)}`;
  }

  /** Back to where the reader was before the page was hidden: once, when there is something to scroll. */
  protected override updated(): void {
    if (this.state === undefined || this.#isPlaced) return;
    this.#isPlaced = true;
    const kept = this.host?.getState();
    if (isKept(kept)) requestAnimationFrame(() => window.scrollTo(0, kept.scrollTop));
  }

  readonly #onScrollEnd = (): void => {
    if (this.#isPlaced) this.host?.setState({ scrollTop: Math.round(window.scrollY) });
  };

  readonly #onMessage = ({ data }: MessageEvent<unknown>): void => {
    if (!isToView(data) || data.revision < this.#revision) return;
    this.#revision = data.revision;
    this.nowMs = Date.now();
    if (data.type === "trouble") {
      this.trouble = data.text;
    } else {
      this.state = data.state;
      this.trouble = undefined;
    }
  };

  readonly #onClick = (event: Event): void => {
    const target = event.target instanceof Element ? event.target.closest<Element & { intent?: Intent }>("[data-intent]") : null;
    if (target?.intent) this.host?.postMessage(target.intent);
  };
}

const isKept = shape<Kept>({ scrollTop: amount });

function whole(state: DrawnState, nowMs: number): TemplateResult {
  const { revision, projects, stats } = state.overview;
  if (projects.length > 0) return html`${pageHeader(state)}${page(state, nowMs)}`;
  if (revision === 0) return waiting();
  return html`${pageHeader(state)}
    <main class="page-empty">
      ${emptyNote(
        "search",
        `No project in ${plural(stats.files, "file")}. A folder counts as one when it has a pyproject.toml, requirements.txt, package.json, go.mod, pom.xml or build.gradle. Open a folder that has one, or add one: it appears here by itself.`,
      )}
    </main>`;
}

function waiting(): TemplateResult {
  return html`<main class="page-empty">
    ${title()}
    <p role="status">Reading the workspace…</p>
    <vscode-progress-bar aria-label="Reading the workspace"></vscode-progress-bar>
  </main>`;
}

/** While there is no workspace to name. */
function title(): TemplateResult {
  return html`<h1 class="visually-hidden">Workspai Dashboard</h1>`;
}

function notice(text: string, hasState: boolean): TemplateResult {
  return html`<div class="notice" role="status">
    <span class="codicon codicon-warning tone-warning" aria-hidden="true"></span>
    <span>${text}${hasState ? " What you see is the last known state." : ""}</span>
    ${piece({ text: "Try again", intent: { type: "refresh" } })} ${piece({ text: "Show log", intent: { type: "showLog" } })}
  </div>`;
}

customElements.define("workspai-dashboard", DashboardApp);
