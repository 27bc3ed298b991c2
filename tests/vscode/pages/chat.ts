import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput.ts';
import { eventually, innerTexts, PATIENCE_MS } from './wait.ts';

export interface Answer {
  /** What the reader sees, without buttons. */
  readonly text: string;
  readonly buttons: readonly string[];
  /** Files that the answer says it used (folded away by VS Code), and those linked in the text. */
  readonly references: readonly string[];
}

const ANSWER_LIMIT_MS = 30_000;

/** The Chat view. */
export class Chat {
  readonly #page: Page;
  readonly #quickInput: QuickInput;
  readonly #view: Locator;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
    this.#view = page.locator('.part.auxiliarybar .interactive-session');
  }

  async open(): Promise<void> {
    if (!(await this.#view.isVisible())) await this.#quickInput.runCommand('Chat: Open Chat');
    await this.#input().waitFor({ timeout: PATIENCE_MS });
  }

  /** Starts an empty conversation. */
  async clear(): Promise<void> {
    await this.open();
    await this.#page.locator('.part.auxiliarybar .title a.action-label[aria-label^="New Chat"]').first().click({ timeout: PATIENCE_MS });
    await eventually('an empty conversation', async () => (await this.#view.locator('.interactive-item-container').count()) === 0);
  }

  /** Name of the picked model, as the input shows it. */
  async model(): Promise<string> {
    return (await innerTexts(this.#modelPicker())).join(' ');
  }

  /** Models arrive a moment after the start; a question asked before is refused. */
  async waitForModel(name: string): Promise<void> {
    await this.#modelPicker().filter({ hasText: name }).waitFor({ timeout: PATIENCE_MS });
  }

  async pickModel(name: string): Promise<void> {
    if ((await this.model()).includes(name)) return;
    await this.#modelPicker().click();
    await this.#page.locator('.action-widget:visible .monaco-list-row.action').filter({ hasText: name }).first().click({ timeout: PATIENCE_MS });
    await this.waitForModel(name);
  }

  /** Sends a question, as `@participant /command text`, and waits for the whole answer. */
  async ask(question: string): Promise<Answer> {
    await this.send(question);
    return this.answer();
  }

  /** Sends a question and returns at once. */
  async send(question: string): Promise<void> {
    await this.open();
    const before = await this.#view.locator('.monaco-list-row.request').count();
    await this.#input().click();
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.insertText(question);
    await this.#closeSuggestions();
    await this.#view.locator('.chat-submit-button:not(.disabled)').waitFor({ timeout: PATIENCE_MS });
    await this.#page.keyboard.press('Enter');
    await eventually('the question to be sent', async () => (await this.#view.locator('.monaco-list-row.request').count()) > before);
  }

  /** Waits until a question that something else sent is in the conversation; the next `answer` is the one to it. */
  async waitForQuestion(text: string): Promise<void> {
    await this.#view.locator('.monaco-list-row.request').last().filter({ hasText: text }).waitFor({ timeout: PATIENCE_MS });
    await eventually('an answer to begin', async () => {
      const rows = await this.#view.locator('.monaco-list-row').evaluateAll((all) => all.map((row) => [Number(row.getAttribute('data-index')), row.classList.contains('response')] as const));
      return rows.sort(([left], [right]) => left - right).at(-1)?.[1] === true;
    });
  }

  /** Attaches a file of the workspace to the next question. */
  async attach(path: string): Promise<void> {
    await this.open();
    await this.#view.locator('.chat-input-toolbar a[aria-label^="Add Context"]').click({ timeout: PATIENCE_MS });
    await this.#quickInput.pick('Files & Folders...');
    await this.#quickInput.fill(path);
    const name = path.split('/').at(-1) ?? path;
    await this.#quickInput.pick(name);
    await this.#view.locator('.chat-attached-context-attachment').filter({ hasText: name }).waitFor({ timeout: PATIENCE_MS });
  }

  /** The last answer, once it is complete. */
  async answer(): Promise<Answer> {
    const response = this.#response();
    await response.waitFor({ timeout: PATIENCE_MS });
    await eventually('the answer to be complete', async () => !(await this.isAnswering()), ANSWER_LIMIT_MS);
    return {
      text: await this.partialText(),
      buttons: await innerTexts(response.locator('.chat-command-button .monaco-button')),
      references: await this.#references(response),
    };
  }

  /** Text of the last answer so far, without progress lines and buttons. */
  async partialText(): Promise<string> {
    const parts = this.#response().locator('.value > .chat-markdown-part, .value > .chat-notification-widget, .value > .chat-warning-widget');
    return (await parts.allInnerTexts()).join('\n').trim();
  }

  async waitForPartialText(text: string): Promise<void> {
    await eventually(`"${text}" in the answer`, async () => (await this.partialText()).includes(text));
  }

  async isAnswering(): Promise<boolean> {
    const isLoading = this.#view.locator('.interactive-response.chat-response-loading, .interactive-response .chat-response-loading');
    return (await isLoading.count()) > 0 || (await this.#cancelButton().isVisible());
  }

  /** Stops the answer that is being written. */
  async cancel(): Promise<void> {
    await this.#cancelButton().click({ timeout: PATIENCE_MS });
    await eventually('the answer to stop', async () => !(await this.isAnswering()));
  }

  /** The proposed next questions; they come a moment after the answer. */
  async followUps(): Promise<string[]> {
    return eventually('follow-ups', async () => {
      const labels = await innerTexts(this.#view.locator('.interactive-session-followups .monaco-button'));
      return labels.length > 0 && labels;
    });
  }

  /** Clicks a button below the last answer. */
  async clickButton(label: string): Promise<void> {
    const buttons = this.#response().locator('.chat-command-button .monaco-button');
    await buttons.filter({ hasText: label }).first().click({ timeout: PATIENCE_MS });
  }

  /** Sends a proposed next question. */
  async clickFollowUp(label: string): Promise<void> {
    await this.#view.locator('.interactive-session-followups .monaco-button').filter({ hasText: label }).first().click({ timeout: PATIENCE_MS });
  }

  /** Clicks a link inside the last answer's text. */
  async clickLink(text: string): Promise<void> {
    const links = this.#response().locator('.chat-inline-anchor-widget, .rendered-markdown a');
    // Not with the mouse: of a long answer most is scrolled away.
    await links.filter({ hasText: text }).first().dispatchEvent('click', undefined, { timeout: PATIENCE_MS });
  }

  async #references(response: Locator): Promise<string[]> {
    // What came before the text is folded twice when the answer is complete.
    const folds = ['details.completed-response-disclosure > summary', '.chat-used-context > .chat-used-context-label a'];
    for (const fold of folds) {
      const toggle = response.locator(fold).first();
      if ((await toggle.isVisible()) && (await toggle.getAttribute('aria-expanded')) === 'false') await toggle.dispatchEvent('click');
    }
    const used = await innerTexts(response.locator('.chat-used-context .monaco-list-row'));
    const linked = await innerTexts(response.locator('.chat-inline-anchor-widget'));
    return [...used, ...linked];
  }

  /** Enter would otherwise take a suggestion instead of sending. */
  async #closeSuggestions(): Promise<void> {
    const suggestions = this.#page.locator('.suggest-widget.visible');
    // The widget comes up asynchronously after the text; there is no sign that it will not come.
    await this.#page.waitForTimeout(250);
    if (await suggestions.isVisible()) await this.#page.keyboard.press('Escape');
  }

  #response(): Locator {
    return this.#view.locator('.monaco-list-row.response').last();
  }

  #cancelButton(): Locator {
    return this.#view.locator('.chat-execute-toolbar a.codicon-stop-circle').first();
  }

  #input(): Locator {
    return this.#view.locator('.chat-editor-container .monaco-editor').first();
  }

  #modelPicker(): Locator {
    return this.#view.locator('.model-picker-item');
  }
}
