import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.ts';
import { innerTexts, PATIENCE_MS } from './wait.ts';

/** The integrated terminal. */
export class Terminal {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #view: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.#view = page.locator('.terminal-wrapper.active');
  }

  async open(): Promise<void> {
    await this.#quickInput.runCommand('Terminal: Create New Terminal');
    await this.#view.locator('.xterm-rows').waitFor({ timeout: PATIENCE_MS });
  }

  async run(command: string): Promise<void> {
    await this.#view.locator('.xterm').click();
    await this.#page.keyboard.insertText(command);
    await this.#page.keyboard.press('Enter');
  }

  /** The text on screen. */
  async text(): Promise<string> {
    return (await innerTexts(this.#view.locator('.xterm-rows > div'))).join('\n').trimEnd();
  }

  async waitForText(text: string): Promise<void> {
    await this.#view.locator('.xterm-rows').filter({ hasText: text }).waitFor({ timeout: PATIENCE_MS });
  }
}
