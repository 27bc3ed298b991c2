import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.ts';
import { eventually, innerTexts, PATIENCE_MS, quoted } from './wait.ts';

export type SquiggleSeverity = 'error' | 'warning' | 'info' | 'hint';

/** The active text editor. */
export class Editor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #group: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.#group = page.locator('.part.editor .editor-group-container.active');
  }

  /** Opens a file by its path inside the workspace and puts the focus into it. */
  async open(path: string, position?: { line: number; column?: number }): Promise<void> {
    await this.#quickInput.openFile(path);
    await this.waitForFile(path);
    await this.focus();
    if (position) await this.goTo(position.line, position.column);
  }

  /** Waits until the active editor shows the file; the path may be its end only. */
  async waitForFile(path: string): Promise<void> {
    const uri = encodeURI(path.startsWith('/') ? path : `/${path}`);
    await this.#group.locator(`.editor-instance .monaco-editor[data-uri$=${quoted(uri)}]`).first().waitFor({ timeout: PATIENCE_MS });
  }

  /** Path of the file that the active editor shows. */
  async file(): Promise<string> {
    const uri = (await this.#text().getAttribute('data-uri')) ?? '';
    return decodeURIComponent(new URL(uri).pathname);
  }

  /** Puts the keyboard focus into the text and leaves the cursor where it is. */
  async focus(): Promise<void> {
    await eventually('the editor to have the focus', async () => {
      await this.#text().locator('.native-edit-context, textarea.inputarea').first().focus({ timeout: 1_000 });
      return this.#group.locator('.editor-instance .monaco-editor.focused[data-uri]').first().isVisible();
    });
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.#page.keyboard.press('Control+g');
    await this.#quickInput.waitFor();
    await this.#quickInput.fill(`:${line}:${column}`);
    await this.#quickInput.accept();
    await eventually(`the cursor at ${line}:${column}`, async () => {
      const at = await this.position();
      return at.line === line && at.column === column;
    });
  }

  /** Where the cursor is, counted from 1. */
  async position(): Promise<{ line: number; column: number }> {
    const text = await this.#page.locator('.statusbar-item[id="status.editor.selection"]').innerText();
    const [line = 0, column = 0] = [...text.matchAll(/\d+/g)].map(Number);
    return { line, column };
  }

  /** The whole text, saved or not, by way of the clipboard; the selection is restored. */
  async text(): Promise<string> {
    const { line, column } = await this.position();
    await this.#page.evaluate(() => navigator.clipboard.writeText('\u0000'));
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.press('Control+c');
    const text = await eventually('the text on the clipboard', async () => {
      const copied = await this.#page.evaluate(() => navigator.clipboard.readText());
      return copied !== '\u0000' && { copied };
    });
    await this.goTo(line, column);
    return text.copied;
  }

  /** Replaces the whole text, as a person does by pasting over it. */
  async setText(text: string): Promise<void> {
    await this.#page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.press('Control+v');
    await eventually('the pasted text', async () => (await this.text()) === text);
  }

  /** Puts a part of a line at the cursor, at once. Undo takes it back word by word. */
  async insert(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }

  /** Types key by key, as a person does. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: 15 });
  }

  async press(keys: string): Promise<void> {
    await this.#page.keyboard.press(keys);
  }

  async undo(): Promise<void> {
    await this.#page.keyboard.press('Control+z');
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('Control+s');
    await eventually('the file to be saved', async () => !(await this.isDirty()));
  }

  async isDirty(): Promise<boolean> {
    return this.#group.locator('.tab.active.dirty').isVisible();
  }

  /** Labels of the open tabs of the active group. */
  async tabs(): Promise<string[]> {
    return innerTexts(this.#group.locator('.tab .label-name'));
  }

  async closeAll(): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await this.#page.keyboard.press('Control+w');
    const discard = this.#page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: "Don't Save" });
    await eventually('the editors to close', async () => {
      if (await discard.isVisible()) await discard.click();
      return (await this.#page.locator('.part.editor .tab').count()) === 0;
    });
  }

  /** How many underlined stretches of that severity are on screen. */
  async squiggles(severity: SquiggleSeverity): Promise<number> {
    return this.#text().locator(`.squiggly-${severity}`).count();
  }

  async waitForSquiggle(severity: SquiggleSeverity): Promise<void> {
    await this.#text().locator(`.squiggly-${severity}`).first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
  }

  /** Text of the hover at the cursor. */
  async hover(): Promise<string> {
    await this.#page.keyboard.press('Control+k');
    await this.#page.keyboard.press('Control+i');
    const hover = this.#page.locator('.monaco-resizable-hover > .monaco-hover:not(.hidden)');
    await hover.waitFor({ timeout: PATIENCE_MS });
    const text = (await innerTexts(hover)).join('\n');
    await this.#page.keyboard.press('Escape');
    return text;
  }

  /** Text of the code lenses on screen. */
  async codeLenses(): Promise<string[]> {
    return innerTexts(this.#text().locator('.codelens-decoration'));
  }

  #text(): Locator {
    return this.#group.locator('.editor-instance .monaco-editor[data-uri]').first();
  }
}
