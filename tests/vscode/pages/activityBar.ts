import type { Locator, Page } from 'playwright-core';
import { innerTexts, PATIENCE_MS, quoted } from './wait.ts';

/** The column of icons at the far left. */
export class ActivityBar {
  readonly #page: Page;
  readonly #bar: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#bar = page.locator('.part.activitybar');
  }

  /** Shows the container of that title in the side bar; does nothing when it is shown. */
  async open(title: string): Promise<void> {
    const item = this.#item(title);
    if (!(await this.isOpen(title))) await item.click({ timeout: PATIENCE_MS });
    await this.#bar.locator('.action-item.checked').filter({ has: this.#label(title) }).waitFor({ timeout: PATIENCE_MS });
  }

  async isOpen(title: string): Promise<boolean> {
    return this.#bar.locator('.action-item.checked').filter({ has: this.#label(title) }).isVisible();
  }

  /** The number or text on the icon; empty without one. */
  async badge(title: string): Promise<string> {
    const content = this.#item(title).locator('.badge-content');
    return (await content.isVisible()) ? content.innerText() : '';
  }

  async titles(): Promise<string[]> {
    const labels = await this.#bar.locator('.composite-bar a.action-label').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    return labels.map((label) => label.replace(/ \(.*| - .*/, ''));
  }

  /** Titles of the views in the open container, in order. */
  async viewTitles(): Promise<string[]> {
    return innerTexts(this.#page.locator('.part.sidebar .pane-header h3.title'));
  }

  #item(title: string): Locator {
    return this.#bar.locator('.action-item').filter({ has: this.#label(title) }).first();
  }

  /** A badge adds its tooltip to the label and a keybinding adds its keys. */
  #label(title: string): Locator {
    return this.#page.locator(`a.action-label[aria-label=${quoted(title)}], a.action-label[aria-label^=${quoted(`${title} `)}]`);
  }
}
