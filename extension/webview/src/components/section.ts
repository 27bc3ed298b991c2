import { html, nothing, type TemplateResult } from "lit";
import { icon } from "./pieces";

export interface SectionOptions {
  readonly id: string;
  readonly title: string;
  /** Beside the title, in grey. */
  readonly note?: string | undefined;
  /** At the right end of the heading. */
  readonly actions?: TemplateResult;
}

export function section({ id, title, note, actions }: SectionOptions, body: TemplateResult): TemplateResult {
  return html`<section class="section area-${id}" aria-labelledby="heading-${id}">
    <div class="section-head">
      <h2 id="heading-${id}">${title}</h2>
      ${note === undefined ? nothing : html`<span class="muted">${note}</span>`}
      ${actions === undefined ? nothing : html`<div class="section-actions">${actions}</div>`}
    </div>
    ${body}
  </section>`;
}

/** What stands where there is nothing to show: what that means, and what to do. */
export function emptyNote(iconName: string, text: string, action?: TemplateResult): TemplateResult {
  return html`<div class="empty">${icon(iconName)}<p>${text}</p>${action ?? nothing}</div>`;
}
