// Markdown from text that may hold anything. Plain.

/** Text that Markdown shows as it is, on one line. */
export function plainText(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, "\\$&");
}

/** A sentence of the sidecar: plain text but for `code`. */
export function prose(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : plainText(part)))
    .join("");
}

/** The same for a place that shows no Markdown, such as a label. */
export function unmarked(text: string): string {
  return text.replace(/`([^`]+)`/g, "$1");
}

/** Inline code, whatever backticks it holds. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A block of code, whatever fences it holds. */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

/** A link; the target is encoded so that it cannot end early. */
export function link(label: string, target: string): string {
  return `[${label}](${target.replace(/[\s()<>]/g, encodeURIComponent).replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"))})`;
}

/**
 * Markdown that loads nothing: images and embedded elements of a text that we did not write would tell a remote host
 * that it was read, and what it says.
 */
export function inert(text: string): string {
  return text
    .replace(/!(?=\[)/g, "!\u200b")
    .replace(/<(?=\/?(?:img|picture|source|video|audio|iframe|frame|object|embed|link|style|script|svg|math|base|meta|form|input)\b)/gi, "<\u200b");
}
