import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ElementHandle, FrameLocator, Frame, Locator, Page } from 'playwright-core';
import { eventually } from './wait.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export interface Violation {
  readonly id: string;
  readonly impact: string | null | undefined;
  readonly help: string;
  readonly nodes: readonly string[];
}

/** The content of a webview: the inner one of two nested frames. */
export class Webview {
  readonly #page: Page;
  readonly #title: string | undefined;

  /** Without a title: the one Markdown page in front. */
  constructor(page: Page, title: string | undefined) {
    this.#page = page;
    this.#title = title;
  }

  /** The content's frame; waits until the webview has loaded. */
  async frame(): Promise<Frame> {
    return eventually(`the webview ${this.#title ?? 'of Markdown'}`, async () => {
      for (const outer of await this.#page.locator('iframe.webview.ready').elementHandles()) {
        const shell = await outer.contentFrame();
        const inner = await shell?.$(`iframe#active-frame`);
        if (!shell || !inner || !(await outer.isVisible())) continue;
        const frame = await inner.contentFrame();
        if (!frame || (await frame.evaluate(() => document.readyState)) !== 'complete') continue;
        if (await this.#isIt(inner, frame)) return frame;
      }
      return undefined;
    });
  }

  async isOpen(): Promise<boolean> {
    for (const frame of this.#page.frames()) {
      if (await frame.title().then((title) => title === this.#title, () => false)) return true;
    }
    return false;
  }

  async #isIt(inner: ElementHandle, frame: Frame): Promise<boolean> {
    if (this.#title === undefined) return (await frame.$('.markdown-body')) !== null;
    return [await inner.getAttribute('title'), await frame.title()].includes(this.#title);
  }

  async locator(...args: Parameters<Frame['locator']>): Promise<Locator> {
    return (await this.frame()).locator(...args);
  }

  async byRole(...args: Parameters<FrameLocator['getByRole']>): Promise<Locator> {
    return (await this.frame()).getByRole(...args);
  }

  /** Clicks a link. The editor may draw a page anew at any moment, into another frame: then the new one is clicked. */
  async clickLink(text: string): Promise<void> {
    await eventually(`the link "${text}"`, async () => {
      await (await this.frame()).locator('a', { hasText: text }).first().click({ timeout: 2_000 });
      return true;
    });
  }

  async text(): Promise<string> {
    return (await this.frame()).locator('body').innerText();
  }

  /** What axe-core finds wrong with the content. */
  async axe(): Promise<Violation[]> {
    const frame = await this.frame();
    // Evaluated by the debugger, not by a script element: a strict content security policy would refuse that.
    await frame.evaluate(await readFile(axePath, 'utf8'));
    return frame.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run(document, { resultTypes: ['violations'] });
      return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ html }) => html) }));
    });
  }
}
