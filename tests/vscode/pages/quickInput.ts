import type { Locator, Page } from 'playwright-core';
import { eventually, exactly, innerTexts, PATIENCE_MS } from './wait.ts';

/** The box at the top of the window: command palette, quick open, and every pick or input of an extension. */
export class QuickInput {
  readonly #page: Page;
  readonly #box: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#box = page.locator('.quick-input-widget:visible');
  }

  async waitFor(): Promise<void> {
    await this.#box.waitFor({ timeout: PATIENCE_MS });
  }

  /** Replaces what the box holds. */
  async fill(text: string): Promise<void> {
    await this.#box.locator('input[type="text"]:visible').first().fill(text);
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  async title(): Promise<string> {
    return this.#box.locator('.quick-input-title').innerText();
  }

  async rows(): Promise<string[]> {
    return innerTexts(this.#box.locator('.quick-input-list .monaco-list-row'));
  }

  /** Picks the row with exactly this label, filtering by it first. */
  async pick(label: string): Promise<void> {
    await this.waitFor();
    await this.#row(label).first().click({ timeout: PATIENCE_MS });
  }

  /** Runs a command by the exact title that the command palette shows, as `Category: Title`. */
  async runCommand(title: string): Promise<void> {
    await this.#open('F1');
    await this.fill(`>${title}`);
    await this.pick(title);
  }

  /** All commands of the palette that match the text. */
  async commands(text: string): Promise<string[]> {
    await this.#open('F1');
    await this.fill(`>${text}`);
    const rows = await eventually(`commands like ${text}`, async () => {
      const found = await this.rows();
      return found.length > 0 && found;
    });
    await this.close();
    return rows;
  }

  /** Opens a file by its path inside the workspace, as a person does with Ctrl+P. */
  async openFile(path: string): Promise<void> {
    await this.#open('Control+p');
    await this.fill(path);
    const name = path.split('/').at(-1) ?? path;
    const folder = path.split('/').slice(0, -1).join('/');
    const rows = this.#row(name);
    const inFolder = folder ? rows.filter({ has: this.#page.locator('.label-description', { hasText: folder }) }) : rows;
    await inFolder.first().click({ timeout: PATIENCE_MS });
    await this.#box.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#box.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  #row(label: string): Locator {
    const name = this.#page.locator('.label-name', { hasText: exactly(label) });
    return this.#box.locator('.quick-input-list .monaco-list-row').filter({ has: name });
  }

  async #open(key: string): Promise<void> {
    await eventually('the quick input', async () => {
      await this.#page.keyboard.press(key);
      return this.#box.waitFor({ timeout: 2_000 }).then(() => true, () => false);
    });
  }
}
