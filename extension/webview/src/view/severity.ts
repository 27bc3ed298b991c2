import type { FindingCounts, Severity } from "../../../src/wire/generated";
import { plural } from "../format/number";
import type { Part, Tone } from "./table";

interface Look {
  readonly icon: string;
  readonly word: string;
  readonly tone: Tone;
}

export const severities: Readonly<Record<Severity, Look>> = {
  error: { icon: "error", word: "Error", tone: "error" },
  warning: { icon: "warning", word: "Warning", tone: "warning" },
  info: { icon: "info", word: "Hint", tone: "muted" },
};

/** Findings in words, worst first; those there are none of are left out. */
export function findingParts(counts: FindingCounts): readonly Part[] {
  const parts: Part[] = [];
  if (counts.errors > 0) parts.push({ ...look("error"), text: plural(counts.errors, "error") });
  if (counts.warnings > 0) parts.push({ ...look("warning"), text: plural(counts.warnings, "warning") });
  if (counts.infos > 0) parts.push({ ...look("info"), text: plural(counts.infos, "hint") });
  return parts.length > 0 ? parts : [{ icon: "pass", tone: "good", text: "No findings" }];
}

/** One error outweighs any number of warnings. */
export function weight(counts: FindingCounts): number {
  return counts.errors * 1e6 + counts.warnings * 1e3 + counts.infos;
}

export function total(counts: FindingCounts): number {
  return counts.errors + counts.warnings + counts.infos;
}

function look(severity: Severity): Pick<Part, "icon" | "tone"> {
  return { icon: severities[severity].icon, tone: severities[severity].tone };
}
