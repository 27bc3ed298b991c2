import type { Locator, Page } from 'playwright-core';
import { innerTexts, PATIENCE_MS } from './wait.ts';

/** The strip at the bottom of the window. */
export class StatusBar {
  readonly #bar: Locator;

  constructor(page: Page) {
    this.#bar = page.locator('.part.statusbar');
  }

  async texts(): Promise<string[]> {
    return (await innerTexts(this.#bar.locator('.statusbar-item'))).filter(Boolean);
  }

  /** The entry that holds this text. */
  item(text: string | RegExp): Locator {
    return this.#bar.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  async waitFor(text: string | RegExp): Promise<void> {
    await this.item(text).waitFor({ timeout: PATIENCE_MS });
  }

  async click(text: string | RegExp): Promise<void> {
    await this.item(text).locator('a').first().click({ timeout: PATIENCE_MS });
  }
}
