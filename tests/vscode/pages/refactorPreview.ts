import type { Locator, Page } from 'playwright-core';
import { innerTexts, PATIENCE_MS } from './wait.ts';

/** The tree in which a multi-file edit is reviewed before it is applied. */
export class RefactorPreview {
  readonly #view: Locator;

  constructor(page: Page) {
    this.#view = page.locator('.bulk-edit-panel');
  }

  async waitFor(): Promise<void> {
    await this.#view.locator('.monaco-list-row').first().waitFor({ timeout: PATIENCE_MS });
  }

  async rows(): Promise<string[]> {
    await this.waitFor();
    return innerTexts(this.#view.locator('.monaco-list-row'));
  }

  row(text: string | RegExp): Locator {
    return this.#view.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Ticks or unticks a file or an edit. Edits that need confirmation start without a tick. */
  async toggle(text: string | RegExp): Promise<void> {
    await this.row(text).locator('.edit-checkbox').click({ timeout: PATIENCE_MS });
  }

  async apply(): Promise<void> {
    await this.#view.locator('.monaco-button').filter({ hasText: 'Apply' }).click({ timeout: PATIENCE_MS });
    await this.#view.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  async discard(): Promise<void> {
    await this.#view.locator('.monaco-button').filter({ hasText: 'Discard' }).click({ timeout: PATIENCE_MS });
    await this.#view.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }
}
