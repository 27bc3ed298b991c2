import { html, nothing, svg, type TemplateResult } from "lit";
import type { DrawnState } from "../../../src/dashboard/stateShape";
import { kindWord, summaryParts } from "../view/header";
import { scoreBar, verdict } from "../view/health";
import { findingParts, total } from "../view/severity";
import { launchPoints } from "./launchPoints";
import { icon, piece } from "./pieces";

/** Name, score and counts of the workspace, and where to ask. */
export function pageHeader({ overview, parts, modules }: DrawnState): TemplateResult {
  return html`<header class="page-header">
    <div class="title-block">
      <div class="title">
        <h1>${overview.name}</h1>
        <vscode-badge>${kindWord(overview.kind)}</vscode-badge>
      </div>
      <div class="summary">${summaryParts(overview, modules.length).map((part) => piece(part))}</div>
    </div>
    ${overview.projects.length === 0 ? nothing : score(overview, parts)} ${launchPoints()}
  </header>`;
}

function score({ score, counts }: DrawnState["overview"], parts: DrawnState["parts"]): TemplateResult {
  const { word, tone } = verdict(score);
  const mark = tone === "good" ? "pass" : tone === "warning" ? "warning" : "error";
  return html`<div class="score">
    <div class="score-number">
      <span class="score-value">${String(score)}</span>
      <span class="muted">of 100</span>
      <span class="piece">${icon(mark, tone)}<span class="words">${word}</span></span>
    </div>
    <svg class="score-bar" viewBox="0 0 1000 6" preserveAspectRatio="none" role="img" aria-label="Health score ${String(score)} of 100">
      ${scoreBar(parts).map(({ start, width, filled }) => {
        // A gap of two between parts.
        const room = Math.max(0, width * 1000 - 2);
        return svg`<rect class="bar-track" x=${start * 1000} width=${room} height="6"></rect>
          <rect class="bar-fill" x=${start * 1000} width=${Math.min(room, filled * 1000)} height="6"></rect>`;
      })}
    </svg>
    <div class="score-counts">${findingParts(counts).map((part) => piece(total(counts) > 0 ? { ...part, intent: { type: "showHealth" }, title: "Show Health" } : part))}</div>
  </div>`;
}
