import type { ScorePart } from "../../../src/wire/generated";
import type { DrawnFinding } from "../../../src/dashboard/stateShape";
import { plural } from "../format/number";
import { severities } from "./severity";
import { place, type Part, type Tone } from "./table";

/** A part of the score as a bar. */
export interface Meter {
  readonly name: string;
  readonly points: number;
  readonly of: number;
  /** 0–1; a part that cannot give points is full. */
  readonly share: number;
  readonly tone: Tone;
  /** What would raise it. */
  readonly raise: string;
}

/** The parts of the score, those with the most to gain first. */
export function meters(parts: readonly ScorePart[]): readonly Meter[] {
  return parts
    .map((part): Meter => {
      const share = part.of > 0 ? Math.min(1, part.points / part.of) : 1;
      return { ...part, share, tone: share === 1 ? "good" : share < 0.5 ? "error" : "warning", raise: part.raise ?? "Full" };
    })
    .sort((a, b) => b.of - b.points - (a.of - a.points));
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
      title: best.title,
      label: `Preview fix: ${best.title}`,
      intent: { type: "previewFix", finding: id, fix: best.id },
    });
  }
  parts.push({ text: "", icon: "sparkle", label: `Ask about: ${message}`, intent: { type: "ask", subject: { kind: "finding", id } } });
  return parts;
}
