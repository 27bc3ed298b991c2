import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { FindingItem } from "../view/health";
import { LightElement } from "./light";
import { icon, piece, words } from "./pieces";

const ITEMS_AT_FIRST = 8;

/** The worst findings: what is wrong and where, and what can be done at once. */
export class FindingList extends LightElement {
  static override properties: PropertyDeclarations = { items: { attribute: false }, isWhole: { state: true } };

  declare items: readonly FindingItem[];
  declare isWhole: boolean;

  constructor() {
    super();
    this.items = [];
    this.isWhole = false;
  }

  protected override render(): TemplateResult {
    const shown = this.isWhole ? this.items : this.items.slice(0, ITEMS_AT_FIRST);
    return html`
      <ul class="findings">${repeat(shown, ({ id }) => id, item)}</ul>
      ${
        shown.length < this.items.length
          ? html`<button type="button" class="link more" @click=${() => (this.isWhole = true)}>
              ${words(`Show ${String(this.items.length - shown.length)} more`)}
            </button>`
          : nothing
      }
    `;
  }
}

function item({ icon: mark, tone, severity, message, details, actions }: FindingItem): TemplateResult {
  return html`<li class="finding">
    ${icon(mark, tone)}
    <div class="finding-text">
      <span class="visually-hidden">${severity}:</span>
      ${piece(message)}
      <div class="muted finding-details">${details.map((part) => piece(part))}</div>
    </div>
    <div class="finding-actions">${actions.map((part) => piece(part))}</div>
  </li>`;
}

customElements.define("workspai-findings", FindingList);
