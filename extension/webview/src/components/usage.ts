import { html, type TemplateResult } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import type { Figure } from "../view/usage";

/** Figures with their names. */
export function usageList(figures: readonly Figure[]): TemplateResult {
  return html`<dl class="figures">${figures.map(
    ({ label, value, title }) => html`<div class="figure" title=${ifDefined(title)}><dt class="muted">${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
