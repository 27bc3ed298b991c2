import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { plural } from "../format/number";
import { filtered, nextSorting, sorted, type Column, type Row, type Sorting, type Table } from "../view/table";
import { LightElement } from "./light";
import { icon, pieces, words } from "./pieces";
import { Roving } from "./roving";

const ROWS_AT_FIRST = 12;

/** A table with sorting, a filter when it is long, and arrow keys. Its roles are explicit: a narrow page lays rows out as blocks. */
export class Grid extends LightElement {
  static override properties: PropertyDeclarations = {
    table: { attribute: false },
    sorting: { state: true },
    filter: { state: true },
    isWhole: { state: true },
  };

  declare table: Table | undefined;
  declare sorting: Sorting | undefined;
  declare filter: string;
  declare isWhole: boolean;

  constructor() {
    super();
    this.filter = "";
    this.isWhole = false;
    new Roving(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { table } = this;
    if (!table) return nothing;
    const found = filtered(sorted(table.rows, this.sorting), this.filter);
    const rows = this.isWhole ? found : found.slice(0, ROWS_AT_FIRST);
    return html`
      ${table.rows.length > ROWS_AT_FIRST ? this.#filter(table, found.length) : nothing}
      <div class="table-scroll">
        <table class=${room(table.columns.length)} role="grid" aria-label=${table.label}>
          <thead role="rowgroup">
            <tr role="row">${table.columns.map((column, place) => this.#heading(column, place))}</tr>
          </thead>
          <tbody role="rowgroup">${repeat(rows, ({ id }) => id, (row) => line(row, table.columns))}</tbody>
        </table>
      </div>
      ${found.length > rows.length ? this.#more(found.length) : nothing}
    `;
  }

  #heading(column: Column, place: number): TemplateResult {
    const look = column.isNumeric ? "numeric" : "";
    if (!column.isSortable) return html`<th role="columnheader" scope="col" class=${look} tabindex="-1">${words(column.label)}</th>`;
    const isSorted = this.sorting?.column === place;
    const direction = !isSorted ? "none" : this.sorting?.isDescending ? "descending" : "ascending";
    const arrow = isSorted ? icon(direction === "descending" ? "arrow-small-down" : "arrow-small-up") : nothing;
    return html`<th role="columnheader" scope="col" class=${look} aria-sort=${direction}>
      <button type="button" class="sort" tabindex="-1" @click=${() => this.#sort(place)}>${words(column.label)}${arrow}</button>
    </th>`;
  }

  #sort(place: number): void {
    this.sorting = nextSorting(this.sorting, place);
  }

  #filter({ label, rows }: Table, found: number): TemplateResult {
    return html`<div class="filter">
      <vscode-textfield type="search" placeholder="Filter" .label=${`Filter ${label.toLowerCase()}`} @input=${this.#onFilter}>
        <span slot="content-before" class="codicon codicon-filter" aria-hidden="true"></span>
      </vscode-textfield>
      <span class="muted" role="status">${this.filter === "" ? nothing : `${String(found)} of ${plural(rows.length, "row")}`}</span>
    </div>`;
  }

  readonly #onFilter = (event: Event): void => {
    this.filter = (event.currentTarget as HTMLElement & { readonly value: string }).value;
  };

  #more(count: number): TemplateResult {
    return html`<button type="button" class="link more" @click=${() => (this.isWhole = true)}>${words(`Show all ${String(count)}`)}</button>`;
  }
}

/** How much room so many columns want. */
function room(columns: number): string {
  return columns > 7 ? "is-wide" : columns > 3 ? "is-medium" : "is-slim";
}

function line(row: Row, columns: readonly Column[]): TemplateResult {
  return html`<tr role="row">${row.cells.map((cell, place) => {
    const look = `${columns[place]?.isNumeric ? "numeric" : ""} ${cell.parts.length === 0 ? "blank" : ""}`;
    const content = cell.parts.length === 0 ? html`<span class="visually-hidden">none</span>` : pieces(cell.parts, -1);
    const label = columns[place]?.label ?? "";
    return place === 0
      ? html`<th role="rowheader" scope="row" class=${look} tabindex="-1">${content}</th>`
      : html`<td role="gridcell" class=${look} data-label=${label} tabindex="-1">${content}</td>`;
  })}</tr>`;
}

customElements.define("workspai-table", Grid);
