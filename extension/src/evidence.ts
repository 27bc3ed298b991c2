// Evidence in one line of Markdown. Plain.
import { code } from "./markdown";
import type { Place } from "./places";
import type { EvidenceReport } from "./wire/generated";

export function evidenceText(proof: EvidenceReport, linkTo: (place: Place, label?: string) => string): string {
  if ("command" in proof) {
    return `${code(proof.command)} ended with ${proof.exit}: ${code(proof.line)}`;
  }
  const text = proof.text.trim();
  return `${linkTo(proof)}${text === "" ? "" : `: ${code(text)}`}`;
}
