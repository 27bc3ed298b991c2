/** How the pieces of the views look. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { breakable } from "../format/breaks";
import { runsOf } from "../format/code";
import type { Part, Tone } from "../view/table";

export function icon(name: string, tone?: Tone): TemplateResult {
  return html`<span class="codicon codicon-${name} ${tone === undefined ? "" : `tone-${tone}`}" aria-hidden="true"></span>`;
}

/** Text that stays in its column, however long its words are. */
export function words(text: string): TemplateResult {
  return html`<span class="words">${runsOf(text).map((run) => (run.isCode ? html`<code>${broken(run.text)}</code>` : broken(run.text)))}</span>`;
}

function broken(text: string): readonly unknown[] {
  return breakable(text).map((run, place) => (place === 0 ? run : html`<wbr>${run}`));
}

/**
 * A piece of text, or a button for one that leads somewhere. The page's one listener finds the intent on the button.
 * `tabindex` is -1 inside what has arrow keys, where one button at a time can be reached with Tab.
 */
export function piece(part: Part, tabindex: 0 | -1 = 0): TemplateResult {
  const mark = part.icon === undefined ? nothing : icon(part.icon, part.tone);
  const text = part.text === "" ? nothing : words(part.text);
  if (part.intent) {
    const look = part.text === "" ? "icon-button" : part.icon === undefined ? "link" : "link with-icon";
    return html`<button type="button" class=${look} tabindex=${tabindex} data-intent .intent=${part.intent}
      title=${ifDefined(part.title ?? part.label)} aria-label=${ifDefined(part.label)}>${mark}${text}</button>`;
  }
  const tone = part.tone === "muted" ? "muted" : "";
  const share = part.share === undefined ? nothing : bar(part.share);
  return html`<span class="piece ${tone}" title=${ifDefined(part.title)}>${share}${mark}${text}</span>`;
}

export function pieces(parts: readonly Part[], tabindex: 0 | -1 = 0): TemplateResult {
  return html`<span class="pieces">${parts.map((part) => piece(part, tabindex))}</span>`;
}

/** A bar beside a number that says the same. */
function bar(share: number): TemplateResult {
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-track" width="100" height="4"></rect>
    ${svg`<rect class="bar-fill" width=${share * 100} height="4"></rect>`}
  </svg>`;
}
