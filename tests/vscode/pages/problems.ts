import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.ts';
import { innerTexts, PATIENCE_MS } from './wait.ts';

/** The Problems view. For exact positions and codes ask `session.control.diagnostics()`. */
export class Problems {
  readonly #quickInput: QuickInput;
  readonly #view: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#quickInput = quickInput;
    this.#view = page.locator('.markers-panel-container');
  }

  async open(): Promise<void> {
    await this.#quickInput.runCommand('Problems: Focus on Problems View');
    await this.#view.waitFor({ timeout: PATIENCE_MS });
  }

  /** Text of the rows on screen: files and, below each, its problems. */
  async rows(): Promise<string[]> {
    return innerTexts(this.#view.locator('.monaco-list-row'));
  }

  row(text: string | RegExp): Locator {
    return this.#view.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  async waitFor(text: string | RegExp): Promise<void> {
    await this.row(text).waitFor({ timeout: PATIENCE_MS });
  }
}
