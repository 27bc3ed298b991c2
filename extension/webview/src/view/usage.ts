import type { UsageSummary } from "../../../src/wire/generated";
import { duration, grouped } from "../format/number";

export interface Figure {
  readonly label: string;
  readonly value: string;
  /** How the value came about, on hover. */
  readonly title?: string;
}

/** The figures of the last seven days; none when nothing was asked. */
export function usageFigures(usage: UsageSummary): readonly Figure[] {
  if (usage.answers === 0 && usage.errors === 0 && usage.cancels === 0) return [];
  const figures: Figure[] = [
    { label: "Answers", value: grouped(usage.answers) },
    { label: "Without a model", value: `${grouped(usage.withoutModel)} of ${grouped(usage.answers)}` },
    { label: "Tokens sent", value: grouped(usage.promptTokens) },
    { label: "Tokens received", value: grouped(usage.completionTokens) },
  ];
  if (usage.medianLatencyMs !== null) {
    figures.push({ label: "Median latency", value: duration(usage.medianLatencyMs), title: "Of requests to a model that succeeded" });
  }
  if (usage.errors > 0) figures.push({ label: "Failed", value: grouped(usage.errors) });
  if (usage.cancels > 0) figures.push({ label: "Cancelled", value: grouped(usage.cancels) });
  return figures;
}
