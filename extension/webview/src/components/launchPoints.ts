import { html, type TemplateResult } from "lit";
import type { Intent } from "../../../src/dashboard/contract";
import { icon } from "./pieces";

interface Launch {
  readonly text: string;
  readonly icon: string;
  readonly title: string;
  readonly intent: Intent;
}

const launches: readonly Launch[] = [
  {
    text: "Ask about this workspace",
    icon: "comment-discussion",
    title: "Opens the Chat view with a question about this workspace",
    intent: { type: "ask", subject: { kind: "workspace" } },
  },
  {
    text: "Explain health",
    icon: "pulse",
    title: "Opens the Chat view and runs the doctor",
    intent: { type: "ask", subject: { kind: "health" } },
  },
  {
    text: "Debug an error",
    icon: "bug",
    title: "Opens the Chat view: paste the error, or its output",
    intent: { type: "ask", subject: { kind: "error" } },
  },
];

const settings: Launch = {
  text: "Model settings",
  icon: "settings-gear",
  title: "Opens the settings of the model",
  intent: { type: "openModelSettings" },
};

/** Where questions start. */
export function launchPoints(): TemplateResult {
  return html`<div class="launch" role="group" aria-label="Ask Workspai">
    ${[...launches, settings].map(
      ({ text, icon: mark, title, intent }) =>
        html`<vscode-button secondary data-intent .intent=${intent} title=${title}>
          <span slot="content-before" class="launch-icon">${icon(mark)}</span>${text}
        </vscode-button>`,
    )}
  </div>`;
}
