// An incident as a page. Plain.
import { evidenceText } from "../evidence";
import { code, codeBlock, plainText, prose } from "../markdown";
import type { Place } from "../places";
import { exactTime, lineRange, plural, relativeTime, sentence, thousands } from "../words";
import type { ContextPacket, Incident, NextStep } from "../wire/generated";

export interface PageParts {
  readonly incident: Incident;
  /** What a model would receive; `null` when the place is gone. */
  readonly context: ContextPacket | null;
  readonly nowMs: number;
  readonly linkTo: (place: Place, label?: string) => string;
}

export function incidentPage(parts: PageParts): string {
  const { summary } = parts.incident;
  const state = summary.state === "open" ? "Open" : "Resolved";
  const head = [
    `# ${prose(summary.title)}`,
    [
      `**${state}**`,
      summary.project && plainText(summary.project),
      `opened ${relativeTime(summary.openedAtMs, parts.nowMs)} (${exactTime(summary.openedAtMs)})`,
    ]
      .filter((part) => part)
      .join(" · "),
  ];
  const sections = [whatHappened, where, why, whatToDo, proof, context, history].map((section) => section(parts));
  return `${[...head, ...sections.filter((section) => section !== "")].join("\n\n")}\n`;
}

function section(title: string, ...body: readonly string[]): string {
  const text = body.filter((part) => part !== "").join("\n\n");
  return text === "" ? "" : `## ${title}\n\n${text}`;
}

function whatHappened({ incident }: PageParts): string {
  const { cause } = incident;
  switch (cause.kind) {
    case "diagnostic": {
      const { message, source, code: id } = cause.at;
      const said = [source && `${plainText(source)} reported it`, id && code(id)].filter((part) => part).join(" as ");
      return section("What happened", message ? codeBlock(message) : "", said === "" ? "" : `${sentence(said)}.`);
    }
    case "finding":
      return section("What happened", `The doctor found it: ${prose(incident.summary.title)}`);
    case "question":
      return section("What was asked", `> ${plainText(cause.text)}`);
  }
}

function where({ incident, linkTo, context: packet }: PageParts): string {
  const { file, line } = incident.summary;
  const place = file === null ? "" : linkTo(line === null ? { file } : { file, line });
  const snippet = packet?.code;
  return section(
    "Where",
    place,
    snippet?.symbol ? `In ${code(snippet.symbol)}, lines ${lineRange([snippet.first_line, snippet.last_line])}.` : "",
  );
}

function why({ incident, linkTo }: PageParts): string {
  const lines = incident.diagnosis.map(({ text, confidence, evidence }) =>
    [`- **${sentence(confidence)}**: ${prose(text)}`, ...evidence.map((proof) => `  - ${evidenceText(proof, linkTo)}`)].join(
      "\n",
    ),
  );
  return section("Why", lines.length > 0 ? lines.join("\n") : "The program found no cause in this workspace.");
}

function whatToDo({ incident, linkTo }: PageParts): string {
  const lines = incident.next.map((step, index) => `${index + 1}. ${stepLine(step, linkTo)}`);
  const hasEdits = incident.next.some(({ fix }) => fix?.kind === "edit");
  return section(
    "What to do",
    lines.join("\n"),
    hasEdits ? "*Preview Fix* in the title bar shows the edits before anything changes." : "",
  );
}

function stepLine({ title, fix }: NextStep, linkTo: PageParts["linkTo"]): string {
  if (fix?.kind === "command" && fix.command) {
    return `${prose(title)}: ${code(fix.command)}`;
  }
  const places = [...new Map((fix?.edits ?? []).map((edit) => [edit.file, linkTo({ file: edit.file, line: edit.startLine })])).values()];
  return `${prose(title)}${places.length > 0 ? ` (${places.join(", ")})` : ""}`;
}

function proof({ incident }: PageParts): string {
  return section(
    "Proof",
    incident.summary.state === "resolved"
      ? `Closed ${exactTime(incident.summary.changedAtMs)}.`
      : incident.cause.kind === "finding"
        ? "Waiting: it is proved when the doctor no longer finds it."
        : "Waiting: it is proved when the diagnostic is gone, or the command that failed passes.",
  );
}

function context({ context: packet, linkTo }: PageParts): string {
  if (!packet || packet.receipt.length === 0) {
    return "";
  }
  const rows = packet.receipt.map(({ source, file, lines, tokens, why: reason }) => {
    const place = file === null ? "" : linkTo(lines ? { file, line: lines[0] } : { file });
    return `| ${plainText(source)} | ${place} | ${thousands(tokens)} | ${prose(reason)} |`;
  });
  return section(
    "What a model would receive",
    `${plural(packet.tokens, "token")}. Nothing has been sent.`,
    ["| Piece | From | Tokens | Why |", "|---|---|--:|---|", ...rows].join("\n"),
    packet.omitted.length > 0 ? `Left out: ${packet.omitted.map(prose).join("; ")}.` : "",
  );
}

function history({ incident }: PageParts): string {
  return section("History", incident.history.map(({ atMs, text }) => `- ${exactTime(atMs)} — ${prose(text)}`).join("\n"));
}
