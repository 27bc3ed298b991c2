import type { Page } from 'playwright-core';
import { ActivityBar } from './activityBar.ts';
import { Chat } from './chat.ts';
import { Dialog } from './dialog.ts';
import { Editor } from './editor.ts';
import { Lightbulb } from './lightbulb.ts';
import { Notifications } from './notifications.ts';
import { Problems } from './problems.ts';
import { QuickInput } from './quickInput.ts';
import { RefactorPreview } from './refactorPreview.ts';
import { StatusBar } from './statusBar.ts';
import { Terminal } from './terminal.ts';
import { TreeView } from './treeView.ts';
import { eventually, PATIENCE_MS } from './wait.ts';
import { Webview } from './webview.ts';

const START_LIMIT_MS = 60_000;

/** The window, and the way to everything in it. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly activityBar: ActivityBar;
  readonly editor: Editor;
  readonly lightbulb: Lightbulb;
  readonly problems: Problems;
  readonly refactorPreview: RefactorPreview;
  readonly terminal: Terminal;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly chat: Chat;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.activityBar = new ActivityBar(page);
    this.editor = new Editor(page, this.quickInput);
    this.lightbulb = new Lightbulb(page, this.editor);
    this.problems = new Problems(page, this.quickInput);
    this.refactorPreview = new RefactorPreview(page);
    this.terminal = new Terminal(page, this.quickInput);
    this.statusBar = new StatusBar(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.chat = new Chat(page, this.quickInput);
  }

  /** Waits until the parts of the window are drawn. Extensions may still be starting. */
  async waitForParts(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.activitybar .action-item').first().waitFor({ timeout: START_LIMIT_MS });
    await this.page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor({ timeout: START_LIMIT_MS });
  }

  /** Closes what a failed test may have left open, so that the next one starts from the window itself. */
  async closeOverlays(): Promise<void> {
    for (let presses = 0; presses < 3; presses += 1) await this.page.keyboard.press('Escape');
    const close = this.page.locator('.monaco-dialog-box .codicon-dialog-close');
    if (await close.isVisible()) await close.click();
  }

  /** Whether VS Code holds the folder for untrusted. */
  async isRestricted(): Promise<boolean> {
    return this.statusBar.item('Restricted Mode').isVisible();
  }

  /** Trusts the open folder, as a person does from the banner. */
  async trustFolder(): Promise<void> {
    await this.run('Workspaces: Manage Workspace Trust');
    const trust = this.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ });
    await trust.first().click({ timeout: PATIENCE_MS });
    await eventually('the folder to be trusted', async () => !(await this.isRestricted()));
    const close = this.page.locator('.monaco-modal-editor-block a.action-label.codicon-close');
    if (await close.first().isVisible()) await close.first().click();
    await this.page.locator('.workspace-trust-editor').waitFor({ state: 'hidden', timeout: PATIENCE_MS });
  }

  /** A view in the side bar by its title. */
  view(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  webview(title: string): Webview {
    return new Webview(this.page, title);
  }

  /** The page that VS Code draws from Markdown: incidents, receipts, answers. */
  markdownPreview(): Webview {
    return new Webview(this.page, undefined);
  }

  /** Runs a command by its exact title in the command palette. */
  async run(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }
}
