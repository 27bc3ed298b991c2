import type { Locator, Page } from 'playwright-core';
import { innerTexts, PATIENCE_MS } from './wait.ts';

/** Toasts at the lower right. */
export class Notifications {
  readonly #toasts: Locator;

  constructor(page: Page) {
    this.#toasts = page.locator('.notifications-toasts .notification-toast');
  }

  async messages(): Promise<string[]> {
    return innerTexts(this.#toasts.locator('.notification-list-item-message'));
  }

  async waitFor(text: string | RegExp): Promise<void> {
    await this.#toast(text).waitFor({ timeout: PATIENCE_MS });
  }

  async click(text: string | RegExp, button: string): Promise<void> {
    await this.#toast(text).locator('.monaco-button').filter({ hasText: button }).click({ timeout: PATIENCE_MS });
  }

  async dismiss(text: string | RegExp): Promise<void> {
    const toast = this.#toast(text);
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').first().click({ timeout: PATIENCE_MS });
  }

  #toast(text: string | RegExp): Locator {
    return this.#toasts.filter({ hasText: text }).first();
  }
}
