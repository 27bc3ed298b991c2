import type { Locator, Page } from 'playwright-core';
import type { Editor } from './editor.ts';
import { eventually, exactly, innerTexts, PATIENCE_MS } from './wait.ts';

/** The menu of quick fixes and other code actions at the cursor. */
export class Lightbulb {
  readonly #page: Page;
  readonly #editor: Editor;
  readonly #menu: Locator;

  constructor(page: Page, editor: Editor) {
    this.#page = page;
    this.#editor = editor;
    this.#menu = page.locator('.action-widget:visible');
  }

  /** Opens the menu at the cursor of the active editor. */
  async open(): Promise<void> {
    const row = this.#menu.locator('.monaco-list-row').first();
    const refusal = this.#page.locator('.monaco-editor-overlaymessage').first();
    await eventually('the lightbulb menu', async () => {
      await this.#editor.focus();
      // Pressed only where no menu is or is still to come: in the menu, the same keys choose its first entry.
      await this.#page.keyboard.press('Control+.');
      await row.or(refusal).first().waitFor({ timeout: PATIENCE_MS / 3 }).catch(() => undefined);
      if (await row.isVisible()) return true;
      // The keys were lost, or there is nothing yet. This also ends a search that is still under way.
      await this.#page.keyboard.press('Escape');
      return refusal.waitFor({ state: 'hidden', timeout: PATIENCE_MS }).then(() => false);
    });
  }

  /** Titles of the entries, opening the menu if need be. Leaves it open. */
  async entries(): Promise<string[]> {
    if (!(await this.#menu.isVisible())) await this.open();
    return innerTexts(this.#menu.locator('.monaco-list-row.action .title'));
  }

  /** The whole menu once it offers this entry: providers and diagnostics may be a moment late. */
  async waitForEntry(title: string): Promise<string[]> {
    return eventually(`the lightbulb entry "${title}"`, async () => {
      const entries = await this.entries();
      if (entries.includes(title)) return entries;
      await this.close();
      return undefined;
    });
  }

  async choose(title: string): Promise<void> {
    await this.waitForEntry(title);
    const exact = this.#page.locator('.title', { hasText: exactly(title) });
    await this.#menu.locator('.monaco-list-row.action').filter({ has: exact }).first().click({ timeout: PATIENCE_MS });
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#menu.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }
}
