// The dashboard in a real VS Code: what it shows, where its links lead, and what it lives through.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { ScriptedModel } from '../model.ts';
import { eventually } from '../pages/wait.ts';
import type { Webview } from '../pages/webview.ts';
import { type Theme, useSession } from '../session.ts';

const session = useSession({ name: 'dashboard', workspace: 'saas-broken', git: true });

const TITLE = 'Workspai Dashboard';

function dashboard(): Webview {
  return session().workbench.webview(TITLE);
}

/** The page, once it shows the workspace. */
async function drawn(): Promise<Frame> {
  const frame = await dashboard().frame();
  await frame.locator('.score-value').waitFor();
  return frame;
}

/** Brings it to the front. */
async function open(): Promise<Frame> {
  await session().control.command('workspai.dashboard.open');
  return drawn();
}

function grid(frame: Frame, name: string): Locator {
  return frame.getByRole('grid', { name, exact: true });
}

suite('the dashboard', () => {
  test('opens from the title of the Workspace view', async () => {
    const { workbench } = session();
    await workbench.activityBar.open('Workspai');
    await workbench.view('Workspace').node('saas-api').row();
    await workbench.view('Workspace').clickTitleAction('Open Dashboard');
    const frame = await drawn();
    assert.equal(await frame.getByRole('heading', { level: 1 }).innerText(), 'saas-broken');
    await session().shot('opened');
  });

  test('shows the four projects, their services and the parts of the score', async () => {
    const frame = await drawn();
    const projects = await grid(frame, 'Projects').getByRole('rowheader').getByRole('button').allInnerTexts();
    assert.deepEqual(projects.toSorted(), ['saas-admin', 'saas-api', 'saas-nest', 'saas-webhooks']);
    const boxes = await grid(frame, 'Map of projects and services').getByRole('button').allInnerTexts();
    for (const name of ['saas-api', 'postgres', 'redis']) assert.ok(boxes.some((text) => text.startsWith(name)), `${name} is not on the map`);
    const parts = await grid(frame, 'Parts of the score').getByRole('gridcell').allInnerTexts();
    const points = parts.flatMap((text) => /^(\d+) of \d+$/.exec(text.trim())?.[1] ?? []).map(Number);
    const score = Number(await frame.locator('.score-value').innerText());
    assert.equal(points.reduce((sum, value) => sum + value, 0), score, parts.join(', '));
  });

  test('draws what depends on what, and what leads nowhere', async () => {
    const frame = await drawn();
    await frame.getByText(/connections as a table/).click();
    const rows = await grid(frame, 'Connections').getByRole('row').allInnerTexts();
    assert.ok(rows.some((row) => /saas-api\s+depends on\s+postgres/.test(row)), rows.join('\n'));
    assert.ok(rows.some((row) => row.includes('does not exist')), rows.join('\n'));
    await session().shot('connections');
    await frame.getByText(/connections as a table/).click();
  });

  test('is one panel, however often it is asked for', async () => {
    await session().workbench.run('Workspai: Open Dashboard');
    await open();
    assert.equal(await panels(), 1);
  });

  test('has no accessibility violation in any kind of theme', async () => {
    for (const theme of ['dark', 'highContrast', 'highContrastLight', 'light'] satisfies Theme[]) {
      await session().theme(theme);
      await drawn();
      assert.deepEqual(await dashboard().axe(), [], theme);
      await session().shot(theme);
    }
  });
});

suite('its links', () => {
  test('open the manifest of a project', async () => {
    const { workbench } = session();
    const frame = await open();
    await grid(frame, 'Projects').getByRole('button', { name: 'saas-api', exact: true }).click();
    await workbench.editor.waitForFile('saas-api/pyproject.toml');
  });

  test('open a finding at its line', async () => {
    const { workbench } = session();
    const frame = await open();
    const finding = frame.locator('.finding', { hasText: 'compose-invalid' }).first();
    const line = Number(/docker-compose\S*:(\d+)/.exec(await finding.innerText())?.[1]);
    await finding.getByRole('button', { name: /./ }).first().click();
    await eventually(`the cursor at line ${line}`, async () => (await workbench.editor.position()).line === line);
  });

  test('preview a fix in the editor', async () => {
    const { workbench } = session();
    const frame = await open();
    await frame.getByRole('button', { name: /^Preview fix/ }).first().click();
    await workbench.refactorPreview.waitFor();
    await session().shot('preview');
    await workbench.refactorPreview.discard();
  });

  test('reveal a project in the tree', async () => {
    const frame = await open();
    await grid(frame, 'Projects').getByRole('button', { name: 'Reveal saas-nest in the Workspace view' }).click();
    const row = session().page.locator('.monaco-list-row.selected', { hasText: 'saas-nest' });
    await row.first().waitFor();
  });

  test('start a question in the Chat view', async () => {
    const { workbench, page } = session();
    await workbench.chat.open();
    await workbench.chat.waitForModel(ScriptedModel.title);
    const frame = await open();
    await frame.getByRole('button', { name: 'Debug an error' }).first().click();
    const input = page.locator('.part.auxiliarybar .interactive-session .interactive-input-editor');
    await eventually('the command in the input', async () => (await input.innerText()).replaceAll('\u00a0', ' ').includes('@workspai /debug'));
    await session().shot('question');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await session().control.command('workbench.action.closeAuxiliaryBar');
  });

  test('work with the keyboard alone', async () => {
    const { page, workbench } = session();
    const frame = await open();
    await frame.locator('.map [tabindex="0"]').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    await workbench.editor.waitForFile('saas-admin/pyproject.toml');
  });
});

suite('it lives through', () => {
  test('an edit: the count of findings follows the file', async () => {
    const { workbench } = session();
    const frame = await open();
    const before = await counts(frame);
    await session().write('saas-api/.env', `${await session().read('saas-api/.env')}\nthis is no assignment\n`);
    await eventually('another warning or error', async () => (await counts(await drawn())) !== before);
    await workbench.editor.closeAll();
  });

  test('a reload of the window', async () => {
    await open();
    await session().reload();
    // Which tab is in front then, VS Code decides. The panel is there, and still the only one.
    await eventually('the panel to be back', async () => (await panels()) === 1);
    const frame = await open();
    assert.equal(await frame.getByRole('heading', { level: 1 }).innerText(), 'saas-broken');
    assert.equal(await panels(), 1);
  });

  test('being hidden and shown again', async () => {
    const { workbench } = session();
    await workbench.editor.open('README.md');
    await open();
    await session().shot('shown-again');
  });

  test('the end of the sidecar', async () => {
    await open();
    const [sidecar] = session().processes('workspai lsp');
    assert.ok(sidecar, 'the sidecar runs');
    process.kill(sidecar.pid, 'SIGKILL');
    await eventually('another sidecar', async () => session().processes('workspai lsp').some(({ pid }) => pid !== sidecar.pid));
    const frame = await drawn();
    await eventually('no trouble on the page', async () => (await frame.locator('.notice').count()) === 0);
    const before = await counts(frame);
    await session().write('saas-nest/.env', 'this is no assignment either\n');
    await eventually('what the new sidecar found', async () => (await counts(frame)) !== before);
  });
});

/** How many tabs the dashboard has. */
async function panels(): Promise<number> {
  return (await session().workbench.editor.tabs()).filter((tab) => tab.includes(TITLE)).length;
}

async function counts(frame: Frame): Promise<string> {
  return frame.locator('.score-counts').innerText();
}
