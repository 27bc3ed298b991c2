// One window as its folders come and go: none, one without a backend, two with.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../pages/wait.ts';
import { type Theme, useSession } from '../session.ts';

const FILE = 'team.code-workspace';
const team = (...folders: string[]): string => JSON.stringify({ folders: folders.map((path) => ({ path })) });

const session = useSession({
  name: 'folders',
  workspace: join(import.meta.dirname, '../../workspaces'),
  files: { [FILE]: team() },
  open: FILE,
});

test('asks for a folder when none is open', async () => {
  const { workbench } = session();
  await workbench.activityBar.open('Workspai');
  const welcome = await eventually('the welcome', async () => (await workbench.view('Workspace').welcomeText()) || undefined);
  assert.match(welcome, /^No folder is open\..* Open Folder How It Works$/);
  await eventually('the extension to run', async () => (await session().output('Workspai')).includes('activated in'));
  assert.deepEqual(session().processes('workspai lsp'), []);
  await session().shot('no-folder');
});

test('says what was looked for in a folder without a backend, and what to do next', async () => {
  const { workbench, page, control } = session();
  // The first folder makes VS Code load its window anew.
  const reloaded = page.waitForEvent('load');
  await session().write(FILE, team('empty'));
  await reloaded;
  await workbench.waitForParts();
  // On a busy machine VS Code may come back with the file as it was before, and stay so until the next time.
  await eventually('the folder', async () => (await control.folders()).length === 1, 5_000).catch(() => session().reload());
  const view = workbench.view('Workspace');
  const welcome = await eventually('the welcome', async () => {
    const text = await view.welcomeText();
    return text.includes('No backend project') && text;
  });
  assert.match(welcome, /pyproject\.toml.*package\.json.*go\.mod.*pom\.xml/);
  await workbench.statusBar.waitFor('Workspai · no backend');
  assert.match(await workbench.view('Health').welcomeText(), /^Nothing to examine/);
  assert.match(await workbench.view('Incidents').welcomeText(), /^No incidents/);
  await session().shot('empty');
  await view.clickWelcomeButton('How It Works');
  await workbench.page.locator('.gettingStartedContainer').filter({ hasText: 'See your projects' }).waitFor();
  // The picture of the first step is in a page of its own.
  await page.locator('.gettingStartedContainer .getting-started-media').first().waitFor();
  for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
    await session().theme(theme);
    await session().shot(`walkthrough-${theme}`);
  }
  await workbench.editor.closeAll();
});

test('groups the projects by folder when several are open', async () => {
  const { workbench } = session();
  await session().write(FILE, team('empty', 'saas-healthy', 'polyglot'));
  const tree = workbench.view('Workspace');
  await tree.node('saas-healthy', 'saas-api').row();
  await tree.node('polyglot').row();
  const outline = await tree.wholeOutline();
  assert.deepEqual(outline.filter((label) => !label.startsWith('  ')), ['empty', 'saas-healthy', 'polyglot', 'Services']);
  assert.match(await tree.node('saas-healthy').description(), /^4 projects/);
  assert.match(await tree.node('polyglot').description(), /^4 projects/);
  await session().shot('several-folders');
});

test('opens a source in the right folder', async () => {
  const { workbench } = session();
  await workbench.view('Workspace').node('saas-healthy', 'saas-api', 'Modules', 'auth_core').click();
  await workbench.editor.waitForFile('saas-healthy/saas-api/registry.json');
  await workbench.statusBar.waitFor('Workspai · saas-api');
  await workbench.editor.closeAll();
});

test('finds nothing wrong in the healthy folders', async () => {
  const { workbench, control } = session();
  const health = workbench.view('Health');
  assert.equal(await health.node(/^Health/).label(), 'Health 100 of 100');
  assert.deepEqual((await control.diagnostics()).filter(({ source }) => source === 'workspai'), []);
  assert.equal(await workbench.activityBar.badge('Workspai'), '');
});

test('forgets a folder that is taken away', async () => {
  const { workbench } = session();
  await session().write(FILE, team('empty', 'saas-healthy'));
  const tree = workbench.view('Workspace');
  await eventually('the folder to leave', async () => !(await tree.node('polyglot').exists()));
  assert.ok(await tree.node('saas-healthy', 'saas-nest').exists());
});
