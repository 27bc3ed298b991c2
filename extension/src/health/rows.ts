// The rows of the Health view. Plain.
import { evidenceText } from "../evidence";
import { code, prose } from "../markdown";
import type { Place } from "../places";
import { dotted, plural, thousands } from "../words";
import type { DoctorReport, FindingReport, FixReport, Overview, ScorePart, Severity } from "../wire/generated";

export type Grouping = "project" | "severity";

export type HealthRow =
  | { readonly kind: "score"; readonly report: DoctorReport }
  | { readonly kind: "part"; readonly part: ScorePart }
  | { readonly kind: "group"; readonly id: string; readonly label: string; readonly findings: readonly FindingReport[] }
  | { readonly kind: "finding"; readonly finding: FindingReport; readonly isGrouped: Grouping };

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
const SEVERITY_NAMES: Readonly<Record<Severity, string>> = { error: "Errors", warning: "Warnings", info: "Hints" };

export const SEVERITY_ICONS: Readonly<Record<Severity, { readonly id: string; readonly color: string }>> = {
  error: { id: "error", color: "problemsErrorIcon.foreground" },
  warning: { id: "warning", color: "problemsWarningIcon.foreground" },
  info: { id: "info", color: "problemsInfoIcon.foreground" },
};

/** The score, then the groups; without findings, the score alone. */
export function topRows(report: DoctorReport, grouping: Grouping): HealthRow[] {
  return [{ kind: "score", report }, ...groupRows(report.findings, grouping)];
}

function groupRows(findings: readonly FindingReport[], grouping: Grouping): HealthRow[] {
  const groups = new Map<string, { label: string; findings: FindingReport[] }>();
  for (const finding of ordered(findings, grouping)) {
    const key = grouping === "severity" ? finding.severity : (finding.projectPath ?? "");
    const label = grouping === "severity" ? SEVERITY_NAMES[finding.severity] : (finding.project ?? "Workspace");
    const group = groups.get(key) ?? { label, findings: [] };
    groups.set(key, group);
    group.findings.push(finding);
  }
  return [...groups].map(([key, { label, findings }]) => ({ kind: "group", id: `${grouping}:${key}`, label, findings }));
}

/** Projects with the worst first; within a group as the sidecar orders: worst first, then by file and line. */
function ordered(findings: readonly FindingReport[], grouping: Grouping): readonly FindingReport[] {
  const rank = ({ severity }: FindingReport): number => SEVERITIES.indexOf(severity);
  return grouping === "severity" ? [...findings].sort((a, b) => rank(a) - rank(b)) : findings;
}

export function childRows(row: HealthRow, grouping: Grouping): HealthRow[] {
  switch (row.kind) {
    case "score":
      return row.report.parts.map((part) => ({ kind: "part", part }));
    case "group":
      return row.findings.map((finding) => ({ kind: "finding", finding, isGrouped: grouping }));
    case "part":
    case "finding":
      return [];
  }
}

/** `2 errors, 1 warning`. */
export function countText(findings: readonly FindingReport[]): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, infos] = [count("error"), count("warning"), count("info")];
  return [
    errors > 0 ? plural(errors, "error") : "",
    warnings > 0 ? plural(warnings, "warning") : "",
    infos > 0 ? plural(infos, "hint") : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** What a run of the doctor came to, in one line. */
export function resultText(report: DoctorReport, overview: Overview | null): string {
  if (!isWorthShowing(report, overview)) {
    return "Doctor: no backend project to examine";
  }
  return `Doctor: ${dotted(countText(report.findings) || "no findings", `health ${report.score} of 100`)}`;
}

/** A full score of nothing would claim something. */
export function isWorthShowing(report: DoctorReport, overview: Overview | null): boolean {
  const hasSubject = overview !== null && overview.projects.length + overview.services.length > 0;
  return overview !== null && overview.revision > 0 && (hasSubject || report.findings.length > 0);
}

/** The grey text behind a finding: where it is, and whose it is unless the group says so. */
export function findingPlace(finding: FindingReport, grouping: Grouping): string {
  return dotted(`${finding.file}:${finding.line}`, grouping === "severity" && finding.project);
}

export function partText({ points, of }: ScorePart): string {
  return `${thousands(points)} of ${thousands(of)}`;
}

export function bestEdit(finding: FindingReport): FixReport | undefined {
  return finding.fixes.find(({ kind }) => kind === "edit");
}

export function bestCommand(finding: FindingReport): FixReport | undefined {
  return finding.fixes.find(({ kind }) => kind === "command");
}

/** For the menus: which fixes a finding has. */
export function findingContext(finding: FindingReport): string {
  const edit = bestEdit(finding);
  return [
    "finding",
    edit ? (edit.safe ? "editable.safe" : "editable") : "",
    bestCommand(finding) ? "runnable" : "",
  ]
    .filter((part) => part !== "")
    .join(".");
}

/** Markdown: the finding with its evidence and its fixes. */
export function explainFinding(finding: FindingReport, linkTo: (place: Place, label?: string) => string): string {
  const evidence = finding.evidence.map((proof) => `- ${evidenceText(proof, linkTo)}`);
  const fixes = finding.fixes.map((fix) => `- ${prose(fix.title)}${fix.command ? `: ${code(fix.command)}` : ""}`);
  return [
    `**${prose(finding.message)}**`,
    "",
    `${code(finding.rule)} in ${linkTo(finding)}`,
    ...(evidence.length > 0 ? ["", "Evidence", "", ...evidence] : []),
    ...(fixes.length > 0 ? ["", "Fixes", "", ...fixes] : []),
  ].join("\n");
}
