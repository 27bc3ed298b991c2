import type { Locator } from 'playwright-core';

/** How long anything in the workbench may take before a scenario fails. */
export const PATIENCE_MS = 15_000;

/** Asks again and again until the answer is there; `what` names it in the failure. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>, patienceMs = PATIENCE_MS): Promise<T> {
  const deadline = Date.now() + patienceMs;
  let trouble = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      trouble = `\nthe last attempt failed: ${(error as Error).message}`;
    }
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs / 1000} s for ${what}${trouble}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** A row is what a list of the workbench is made of; only the rows on screen exist. */
export async function innerTexts(rows: Locator): Promise<string[]> {
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s*\n\s*/g, ' ').trim());
}

/** Text in CSS attribute selectors. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Matches a whole text in Playwright's `hasText`, which by itself looks for a part. */
export function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
