/** Texts of the doctor mark code with backticks, as Markdown does. */

export interface Run {
  readonly text: string;
  readonly isCode: boolean;
}

/** The text in runs. A backtick without a partner is a letter like any other. */
export function runsOf(text: string): readonly Run[] {
  return text
    .split(/(`[^`]+`)/)
    .filter((run) => run !== "")
    .map((run) => (/^`[^`]+`$/.test(run) ? { text: run.slice(1, -1), isCode: true } : { text: run, isCode: false }));
}

/** The text as it is read aloud. */
export function spoken(text: string): string {
  return runsOf(text)
    .map((run) => run.text)
    .join("");
}
