import type { ScorePart } from "../../../src/wire/generated";
import type { DrawnFinding } from "../../../src/dashboard/stateShape";
import { spoken } from "../format/code";
import { grouped, plural } from "../format/number";
import { severities } from "./severity";
import { cell, place, type Part, type Table, type Tone } from "./table";

/** The parts of the score, those with the most to gain first. */
export function scoreTable(parts: readonly ScorePart[]): Table {
  return {
    label: "Parts of the score",
    columns: [{ label: "Part" }, { label: "Points" }, { label: "What would raise it" }],
    rows: [...parts]
      .sort((a, b) => b.of - b.points - (a.of - a.points))
      .map(({ name, points, of, raise }) => ({
        id: name,
        cells: [
          cell(name, { text: name }),
          cell(points, { text: `${grouped(points)} of ${grouped(of)}`, share: shareOf(points, of) }),
          raise === null ? cell("", { text: "Full", icon: "pass", tone: "good" }) : cell(raise, { text: raise }),
        ],
      })),
  };
}

/** The parts as one bar: each as wide as the points it could give, filled as far as it gives them. */
export interface Segment {
  readonly name: string;
  /** 0–1, from the left end of the bar. */
  readonly start: number;
  readonly width: number;
  readonly filled: number;
}

export function scoreBar(parts: readonly ScorePart[]): readonly Segment[] {
  const all = parts.reduce((sum, { of }) => sum + of, 0);
  if (all === 0) return [];
  let start = 0;
  return parts.map(({ name, points, of }) => {
    const segment = { name, start, width: of / all, filled: Math.min(points, of) / all };
    start += segment.width;
    return segment;
  });
}

function shareOf(points: number, of: number): number {
  return of > 0 ? Math.min(1, points / of) : 1;
}

/** The score in a word, so that colour is not its only sign. */
export function verdict(score: number): { readonly word: string; readonly tone: Tone } {
  if (score >= 90) return { word: "good", tone: "good" };
  if (score >= 60) return { word: "needs work", tone: "warning" };
  return { word: "poor", tone: "error" };
}

/** A finding as the page lists it. */
export interface FindingItem {
  readonly id: string;
  readonly icon: string;
  readonly tone: Tone;
  /** The severity as a word, for screen readers. */
  readonly severity: string;
  readonly message: Part;
  /** Second line: where, which rule, which project. */
  readonly details: readonly Part[];
  readonly actions: readonly Part[];
}

export function findingItems(findings: readonly DrawnFinding[]): readonly FindingItem[] {
  return findings.map((finding) => {
    const { icon, word, tone } = severities[finding.severity];
    const at = place(finding.file, finding.line);
    const details: Part[] = [{ text: at }, { text: finding.rule }];
    if (finding.project !== null) details.push({ text: finding.project });
    return {
      id: finding.id,
      icon,
      tone,
      severity: word,
      message: { text: finding.message, title: `Open ${at}`, intent: { type: "open", file: finding.file, line: finding.line } },
      details,
      actions: actions(finding),
    };
  });
}

/** `20 worst of 33`; nothing when all are listed. */
export function remainder(listed: number, all: number): string | undefined {
  return all > listed ? `The ${plural(listed, "worst", "worst")} of ${plural(all, "finding")}` : undefined;
}

function actions({ id, message, fixes }: DrawnFinding): readonly Part[] {
  const parts: Part[] = [];
  const best = fixes.find(({ kind }) => kind === "edit");
  if (best) {
    parts.push({
      text: "Preview fix",
      icon: "lightbulb-autofix",
      title: spoken(best.title),
      label: `Preview fix: ${spoken(best.title)}`,
      intent: { type: "previewFix", finding: id, fix: best.id },
    });
  }
  parts.push({ text: "", icon: "sparkle", label: `Ask about: ${spoken(message)}`, intent: { type: "ask", subject: { kind: "finding", id } } });
  return parts;
}
