import type { Locator, Page } from 'playwright-core';
import { innerTexts, PATIENCE_MS, quoted } from './wait.ts';

/** A modal question. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  async text(): Promise<string> {
    await this.#box.waitFor({ timeout: PATIENCE_MS });
    return (await innerTexts(this.#box.locator('.dialog-message-container'))).join(' ');
  }

  async isOpen(): Promise<boolean> {
    return this.#box.isVisible();
  }

  async click(button: string): Promise<void> {
    await this.#box.locator(`.monaco-button:has-text(${quoted(button)})`).first().click({ timeout: PATIENCE_MS });
    await this.#box.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }
}
