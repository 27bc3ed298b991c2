import type { Locator, Page } from 'playwright-core';
import { eventually, exactly, innerTexts, PATIENCE_MS } from './wait.ts';

interface Row {
  readonly index: number;
  readonly level: number;
  readonly label: string;
  readonly isFolded: boolean;
}

type TreePath = readonly (string | RegExp)[];

/** Not those that stick to the top while their children scroll. */
const ROWS = '.monaco-list-rows > .monaco-list-row';

/** Of a label. */
const START = { x: 4, y: 8 };

/** A view in a side bar, with a tree or with welcome content. */
export class TreeView {
  readonly #page: Page;
  readonly pane: Locator;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.pane = page.locator('.pane').filter({ has: page.locator('.pane-header h3.title', { hasText: exactly(title) }) }).first();
  }

  /** The node at the end of a path of labels; its parents are expanded on the way. */
  node(...path: (string | RegExp)[]): TreeNode {
    return new TreeNode(this.#page, this, path);
  }

  /** Opens the view when it is folded. */
  async expand(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** Folds the view, which leaves its room to the others. */
  async fold(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }

  /** Labels of all nodes on screen, indented by two spaces a level. */
  async outline(): Promise<string[]> {
    return (await this.rows()).map(({ level, label }) => `${'  '.repeat(level - 1)}${label}`);
  }

  /** The same of all nodes that are unfolded, on screen or not. */
  async wholeOutline(): Promise<string[]> {
    const labels: string[] = [];
    await this.#scroll('top');
    let seen = -1;
    do {
      for (const { index, level, label } of await this.rows()) {
        if (index <= seen) continue;
        seen = index;
        labels.push(`${'  '.repeat(level - 1)}${label}`);
      }
    } while (await this.#scroll('down'));
    return labels;
  }

  /** What the view says when it has no tree; empty when it has one. */
  async welcomeText(): Promise<string> {
    const welcome = this.pane.locator('.welcome-view-content');
    return (await welcome.isVisible()) ? (await innerTexts(welcome)).join(' ') : '';
  }

  async clickWelcomeButton(label: string): Promise<void> {
    await this.pane.locator('.welcome-view-content .monaco-button').filter({ hasText: label }).click({ timeout: PATIENCE_MS });
  }

  /** An icon in the view's title bar, by its tooltip. */
  async clickTitleAction(label: string): Promise<void> {
    await this.pane.locator('.pane-header').hover();
    await this.pane.locator(`.pane-header .actions a.action-label[aria-label^=${JSON.stringify(label)}]`).first().click({ timeout: PATIENCE_MS });
  }

  /** The rows on screen, from the top. */
  async rows(): Promise<Row[]> {
    const rows = await this.pane.locator(ROWS).evaluateAll((all) =>
      all.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        level: Number(row.getAttribute('aria-level')),
        label: row.querySelector('.label-name')?.textContent ?? row.textContent ?? '',
        isFolded: row.getAttribute('aria-expanded') === 'false',
      })),
    );
    return rows.sort((left, right) => left.index - right.index);
  }

  /**
   * One walk from the top to the node at the end of the path, unfolding the nodes on the way and scrolling as far as needed.
   * The row is on screen then. Nothing is waited for but the unfolding.
   */
  async find(path: TreePath): Promise<Locator | undefined> {
    await this.#scroll('top');
    let seen = -1;
    // How many labels of the path the rows above have matched, each the parent of the next.
    let depth = 0;
    do {
      for (const { index, level, label, isFolded } of await this.rows()) {
        if (index <= seen) continue;
        seen = index;
        depth = Math.min(depth, level - 1);
        if (level !== depth + 1 || !matches(label, path[depth])) continue;
        depth += 1;
        if (depth === path.length) return this.#uncover(index);
        if (isFolded) {
          await this.#unfold(index);
          return this.find(path);
        }
      }
    } while (await this.#scroll('down'));
    return undefined;
  }

  async #unfold(index: number): Promise<void> {
    await this.#row(index).locator('.monaco-tl-twistie').click();
    await this.pane.locator(`${ROWS}[data-index="${index}"][aria-expanded="true"]`).waitFor({ timeout: PATIENCE_MS });
  }

  #row(index: number): Locator {
    return this.pane.locator(`${ROWS}[data-index="${index}"]`);
  }

  /** A row that the edge of the view or the parents stuck to its top cover could not be clicked. */
  async #uncover(index: number): Promise<Locator> {
    const row = this.#row(index);
    const [box, list, stuck] = await Promise.all([row, this.#scrollable(), this.#stuck()].map(boxOf));
    if (!box || !list) return row;
    const top = stuck ? Math.max(list.y, stuck.y + stuck.height) : list.y;
    const above = top - box.y;
    const below = box.y + box.height - (list.y + list.height);
    if (above > 0) await this.#scrollBy(-above);
    else if (below > 0) await this.#scrollBy(below);
    return row;
  }

  /** Scrolls by most of a screen; false at the end. */
  async #scroll(direction: 'down' | 'top'): Promise<boolean> {
    const before = await this.#lastIndex();
    const height = (await boxOf(this.#scrollable()))?.height;
    if (height === undefined) return false;
    await this.#scrollBy(direction === 'top' ? -1_000_000 : height * 0.7);
    return (await this.#lastIndex()) > before;
  }

  async #scrollBy(pixels: number): Promise<void> {
    // An event of our own and not the mouse: a hover over the row under the pointer would swallow the mouse's.
    await this.#scrollable().evaluate((element, distance) => {
      // The list scrolls 50 pixels for a notch of 120 units.
      const units = distance * 2.4;
      const wheel = { deltaY: units, wheelDeltaY: -units, bubbles: true, cancelable: true };
      element.dispatchEvent(new WheelEvent('wheel', wheel));
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, pixels);
  }

  #scrollable(): Locator {
    return this.pane.locator('.monaco-list > .monaco-scrollable-element').first();
  }

  #stuck(): Locator {
    return this.pane.locator('.monaco-tree-sticky-container:not(.empty)').first();
  }

  async #lastIndex(): Promise<number> {
    return (await this.rows()).at(-1)?.index ?? -1;
  }
}

/** A node named by the labels that lead to it, looked up anew each time, because rows move. */
export class TreeNode {
  readonly #page: Page;
  readonly #tree: TreeView;
  readonly #path: TreePath;

  constructor(page: Page, tree: TreeView, path: TreePath) {
    this.#page = page;
    this.#tree = tree;
    this.#path = path;
  }

  child(...path: (string | RegExp)[]): TreeNode {
    return new TreeNode(this.#page, this.#tree, [...this.#path, ...path]);
  }

  /** The node's row, scrolled into view; waits until it exists. */
  async row(): Promise<Locator> {
    return eventually(`the tree node ${this.#path.join(' › ')}`, () => this.#tree.find(this.#path));
  }

  async exists(): Promise<boolean> {
    return (await this.#tree.find(this.#path)) !== undefined;
  }

  async expand(): Promise<void> {
    const row = await this.row();
    if ((await row.getAttribute('aria-expanded')) !== 'false') return;
    await row.locator('.monaco-tl-twistie').click();
    await eventually(`${this.#path.join(' › ')} to unfold`, async () => (await (await this.row()).getAttribute('aria-expanded')) === 'true');
  }

  async collapse(): Promise<void> {
    const row = await this.row();
    if ((await row.getAttribute('aria-expanded')) === 'true') await row.locator('.monaco-tl-twistie').click();
  }

  async isExpanded(): Promise<boolean> {
    return (await (await this.row()).getAttribute('aria-expanded')) === 'true';
  }

  async click(): Promise<void> {
    // Not its middle: that may be beyond the edge of the view, and the label would be scrolled to get there.
    await (await this.row()).locator('.label-name').first().click({ position: START });
  }

  async label(): Promise<string> {
    return (await this.row()).locator('.label-name').first().innerText();
  }

  /** The grey text after the label. */
  async description(): Promise<string> {
    const description = (await this.row()).locator('.label-description').first();
    return (await description.count()) > 0 ? description.innerText() : '';
  }

  /** What a screen reader is told. */
  async ariaLabel(): Promise<string> {
    return (await (await this.row()).getAttribute('aria-label')) ?? '';
  }

  /** Text of the hover. */
  async tooltip(): Promise<string> {
    const hover = this.#page.locator('.workbench-hover:visible');
    await this.#page.mouse.move(700, 5);
    // What the mouse was over before may still say its own.
    await hover.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
    await (await this.row()).locator('.label-name').first().hover({ position: START });
    await hover.waitFor({ timeout: PATIENCE_MS });
    // It says nothing until it is made.
    const text = await eventually('the hover to say something', async () => (await innerTexts(hover)).join(' ').replace(/^Loading\.*$/, '') || undefined);
    await this.#page.mouse.move(700, 5);
    return text;
  }

  /** Tooltips of the icons that appear on hover, without those that are switched off. */
  async actions(): Promise<string[]> {
    const row = await this.row();
    await row.hover();
    return row.locator('.actions a.action-label:not(.disabled)').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  }

  async clickAction(label: string): Promise<void> {
    const row = await this.row();
    await row.hover();
    await row.locator(`.actions a.action-label[aria-label^=${JSON.stringify(label)}]`).first().click({ timeout: PATIENCE_MS });
  }

  /** Titles of the context menu's entries, without those that are switched off; the menu is closed again. */
  async contextMenu(): Promise<string[]> {
    await (await this.row()).click({ button: 'right' });
    const entries = this.#page.locator('.monaco-menu .action-item:not(.disabled) .action-menu-item .action-label');
    await entries.first().waitFor({ timeout: PATIENCE_MS });
    const titles = await innerTexts(entries);
    await this.#page.keyboard.press('Escape');
    return titles;
  }

  async clickContextMenu(label: string): Promise<void> {
    await (await this.row()).click({ button: 'right' });
    await this.#page.locator('.monaco-menu .action-menu-item').filter({ hasText: label }).first().click({ timeout: PATIENCE_MS });
  }
}

/** `boundingBox` would wait for what is not there. */
async function boxOf(locator: Locator): Promise<Awaited<ReturnType<Locator['boundingBox']>>> {
  return (await locator.count()) > 0 ? locator.boundingBox() : null;
}

function matches(label: string, wanted: string | RegExp | undefined): boolean {
  return wanted instanceof RegExp ? wanted.test(label) : label === wanted;
}
