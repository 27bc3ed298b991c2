// A workspace file that is not trusted, in an editor without any language model.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from './pages/wait.ts';
import { useSession } from './session.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const session = useSession({
  name: 'trust',
  workspace: join(fixtures, 'lintMe'),
  open: 'team.code-workspace',
  product: false,
  extensions: [join(fixtures, 'showcase')],
  trust: 'off',
  model: false,
  git: true,
});

test('stays restricted until the folder is trusted', async () => {
  const { workbench } = session();
  await workbench.statusBar.waitFor('Restricted Mode');
  assert.equal(await workbench.isRestricted(), true);
  await workbench.editor.open('src/app.py');
  await workbench.editor.waitForSquiggle('error');
  // The showcase does not say that it supports untrusted folders.
  assert.equal(await workbench.statusBar.item('Showcase').isVisible(), false);
  await session().shot('restricted');
  await workbench.trustFolder();
  await workbench.statusBar.waitFor('Showcase');
});

test('opens the workspace file', async () => {
  assert.match(await session().page.title(), /team \(Workspace\)/);
});

test('commits the copy when asked to', async () => {
  assert.match(await session().read('.git/HEAD'), /refs\/heads\/main/);
});

test('refuses chat questions, as VS Code does without any language model', async () => {
  const { workbench } = session();
  const answer = await workbench.chat.ask('@showcase /parts of everything');
  assert.equal(answer.text, 'Language model unavailable');
});

test('finds the processes of this editor, and reloads the window', async () => {
  assert.equal(session().processes('--type=extensionHost').length, 1);
  await session().reload();
  await session().control.diagnostics();
  // The old one has a few seconds to end.
  await eventually('one extension host', async () => session().processes('--type=extensionHost').length === 1);
});
