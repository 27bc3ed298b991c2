// What was sent, in words. Plain.
import { plainText, prose } from "../markdown";
import type { Place } from "../places";
import { dotted, duration, lineRange, plural, thousands } from "../words";
import type { ChatOutcome, Receipt, ReceiptItem } from "../wire/generated";

/** One line under an answer. */
export function receiptLine({ outcome, receipt }: ChatOutcome): string {
  if (!receipt) {
    return outcome === "cancel" ? "Cancelled. Nothing was sent." : "Answered without a model. Nothing was sent.";
  }
  const sent = `${receipt.isExact ? "" : "about "}${plural(receipt.promptTokens, "token")}`;
  const pieces = bySource(receipt.items).map(([source, tokens]) => `${plainText(source)} ${thousands(tokens)}`);
  return dotted(
    `Sent ${sent} to ${plainText(receipt.model)}${receipt.destination ? ` at ${plainText(receipt.destination)}` : ""}`,
    `${thousands(receipt.completionTokens)} back in ${duration(receipt.latencyMs)}`,
    receipt.redactions > 0 && `${plural(receipt.redactions, "secret")} taken out`,
  ).concat(pieces.length > 0 ? `: ${pieces.join(" · ")}` : "");
}

/** The whole receipt as a page. */
export function receiptPage(receipt: Receipt, linkTo: (place: Place, label?: string) => string): string {
  const rows = receipt.items.map((item) => `| ${plainText(item.source)} | ${from(item, linkTo)} | ${thousands(item.tokens)} | ${prose(item.why)} |`);
  const counted = receipt.isExact ? "counted by the provider" : "estimated";
  return [
    "# Receipt",
    [
      `- Model: ${plainText(receipt.model)}`,
      `- Sent ${receipt.destination ? `to ${plainText(receipt.destination)}` : "by the editor, to the model picked in Chat"}`,
      `- ${plural(receipt.promptTokens, "token")} sent, ${thousands(receipt.completionTokens)} came back (${counted})`,
      `- ${receipt.redactions === 0 ? "No secret was found in it" : `${plural(receipt.redactions, "secret")} taken out before sending`}`,
      `- ${duration(receipt.latencyMs)} from sending to the last token`,
      `- Recorded as ${plainText(receipt.request)}`,
    ].join("\n"),
    "## What was sent",
    ["| Piece | From | Tokens | Why |", "|---|---|--:|---|", ...rows].join("\n"),
    "",
  ].join("\n\n");
}

function from({ file, lines }: ReceiptItem, linkTo: (place: Place, label?: string) => string): string {
  if (file === null) {
    return "";
  }
  return lines ? linkTo({ file, line: lines[0] }, `${file}:${lineRange(lines)}`) : linkTo({ file });
}

function bySource(items: readonly ReceiptItem[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { source, tokens } of items) {
    sums.set(source, (sums.get(source) ?? 0) + tokens);
  }
  return [...sums].sort(([, left], [, right]) => right - left);
}
