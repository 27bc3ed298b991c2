import { html, nothing, svg, type PropertyDeclarations, type SVGTemplateResult, type TemplateResult } from "lit";
import { layOut, type Box, type Layout, type Wire } from "../graph/layout";
import type { WorkspaceMap } from "../graph/map";
import { roundedPath } from "../graph/path";
import { LightElement } from "./light";
import { icon } from "./pieces";
import { Roving } from "./roving";

const ICONS = { project: "folder", service: "server", missing: "error" } as const;

/** The map as a picture. What it shows is also in the table below it, which is why its lines are hidden from screen readers. */
export class MapView extends LightElement {
  static override properties: PropertyDeclarations = {
    map: { attribute: false },
    width: { state: true },
    pointed: { state: true },
  };

  declare map: WorkspaceMap | undefined;
  declare width: number;
  /** The node whose lines stand out. */
  declare pointed: string | undefined;
  readonly #sizes = new ResizeObserver(([entry]) => {
    // Whole steps, so that a scroll bar that comes and goes does not draw for ever.
    if (entry) this.width = Math.floor(entry.contentRect.width / 4) * 4;
  });

  constructor() {
    super();
    this.width = 0;
    new Roving(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    this.#sizes.disconnect();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.map || this.width === 0) return nothing;
    const layout = layOut(this.map, this.width);
    return html`<div class="map-scroll">
      <svg class="map ${this.pointed === undefined ? "" : "is-pointed"}" role="grid" aria-label="Map of projects and services"
        width=${layout.width} height=${layout.height} viewBox="0 0 ${layout.width} ${layout.height}">
        <defs>
          <marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M0,0.5 L7.5,4 L0,7.5 Z" fill="context-stroke"></path>
          </marker>
          <marker id="map-cross" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="9" markerHeight="9" orient="auto">
            <path d="M1,1 L7,7 M7,1 L1,7" stroke="context-stroke" stroke-width="1.5"></path>
          </marker>
        </defs>
        <g aria-hidden="true">${layout.wires.map((wire) => this.#wire(wire))}</g>
        ${rowsOf(layout).map((row) => svg`<g role="row">${row.map((box) => this.#box(box))}</g>`)}
      </svg>
    </div>`;
  }

  #wire({ line, points }: Wire): SVGTemplateResult {
    const path = roundedPath(points);
    const isLit = this.pointed !== undefined && (line.from === this.pointed || line.to === this.pointed);
    const look = line.isDead ? "is-dead" : line.kind === "sharesPort" ? "is-shared" : "";
    const end = line.isDead ? "url(#map-cross)" : line.kind === "dependsOn" ? "url(#map-arrow)" : "";
    return svg`<g class="wire ${look} ${isLit ? "is-lit" : ""}" data-intent .intent=${{ type: "open", file: line.file, line: line.line }}>
      <title>${line.text}</title>
      <path class="wire-reach" d=${path}></path>
      <path class="wire-line" d=${path} marker-end=${end}></path>
    </g>`;
  }

  #box({ node, x, y, width, height }: Box): SVGTemplateResult {
    const content = html`<span class="box-name">${icon(ICONS[node.kind], node.tone)}<span class="words">${node.name}</span></span>
      <span class="box-detail">${node.detail}</span>`;
    return svg`<foreignObject role="gridcell" x=${x} y=${y} width=${width} height=${height}
      @pointerenter=${() => (this.pointed = node.id)} @pointerleave=${() => (this.pointed = undefined)}
      @focusin=${() => (this.pointed = node.id)} @focusout=${() => (this.pointed = undefined)}>
      ${html`<button type="button" class="box is-${node.kind}" tabindex="-1" ?data-intent=${node.intent !== undefined} .intent=${node.intent}
        title=${node.label} aria-label=${node.label} aria-disabled=${node.intent === undefined ? "true" : nothing}>${content}</button>`}
    </foreignObject>`;
  }
}

function rowsOf({ boxes }: Layout): readonly (readonly Box[])[] {
  const rows: Box[][] = [];
  for (const box of boxes) (rows[box.row] ??= []).push(box);
  return rows;
}

customElements.define("workspai-map", MapView);
