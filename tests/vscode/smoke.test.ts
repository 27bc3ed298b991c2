// The harness itself, without the product: every page object finds what it is for.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { ScriptedModel } from './model.ts';
import { eventually } from './pages/wait.ts';
import { type Theme, useSession } from './session.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const session = useSession({
  name: 'smoke',
  workspace: join(fixtures, 'lintMe'),
  product: false,
  extensions: [join(fixtures, 'showcase')],
});

suite('editor', () => {
  test('opens a file through quick open and reads its unsaved text', async () => {
    const { workbench, read } = at();
    await workbench.editor.open('src/app.py', { line: 5, column: 5 });
    assert.match(await workbench.editor.file(), /\/lintMe\/src\/app\.py$/);
    assert.deepEqual(await workbench.editor.position(), { line: 5, column: 5 });
    await workbench.editor.insert('typed_');
    assert.match(await workbench.editor.text(), /^ {4}typed_LINT_ME = os/m);
    assert.equal(await workbench.editor.isDirty(), true);
    assert.doesNotMatch(await read('src/app.py'), /typed/);
    await workbench.editor.undo();
    assert.doesNotMatch(await workbench.editor.text(), /typed/);
  });

  test('reads a text that is longer than the screen', async () => {
    const { workbench } = at();
    await workbench.editor.open('long.txt', { line: 200 });
    assert.equal((await workbench.editor.text()).split('\n').length, 301);
    assert.deepEqual(await workbench.editor.position(), { line: 200, column: 1 });
  });

  test('tells files of the same folder depth apart by their path', async () => {
    const { workbench } = at();
    await workbench.editor.open('src/nested/app.ts');
    assert.match(await workbench.editor.file(), /\/src\/nested\/app\.ts$/);
    await workbench.editor.setText('const pasted = 1;\n');
    await workbench.editor.closeAll();
    assert.deepEqual(await workbench.editor.tabs(), []);
  });
});

suite('diagnostics of another extension', () => {
  test('are squiggles, a hover, and rows in Problems', async () => {
    const { workbench, control, shot } = at();
    await workbench.editor.open('src/app.py', { line: 5, column: 6 });
    await workbench.editor.waitForSquiggle('error');
    assert.equal(await workbench.editor.squiggles('error'), 2);
    assert.match(await workbench.editor.hover(), /LINT_ME is not allowed here/);
    const [first] = await control.diagnostics('src/app.py');
    assert.deepEqual(
      { line: first?.line, column: first?.column, source: first?.source, code: first?.code },
      { line: 5, column: 5, source: 'other-linter', code: 'no-lint-me' },
    );
    await workbench.problems.open();
    await workbench.problems.waitFor('LINT_ME is not allowed here');
    assert.match((await workbench.problems.rows()).join('\n'), /app\.py.*\n.*other-linter/);
    await shot('problems');
  });

  test('have a lightbulb menu whose entry mends them, and undo brings them back', async () => {
    const { workbench, shot, read } = at();
    await workbench.editor.open('src/app.py', { line: 5, column: 6 });
    const entries = await workbench.lightbulb.waitForEntry('Replace LINT_ME');
    await shot('lightbulb');
    assert.ok(entries.includes('Replace LINT_ME'), entries.join(', '));
    await workbench.lightbulb.choose('Replace LINT_ME');
    await eventually('one squiggle less', async () => (await workbench.editor.squiggles('error')) === 1);
    await workbench.editor.save();
    assert.match(await read('src/app.py'), /LINTED = os\.environ/);
    await workbench.editor.undo();
    await workbench.editor.save();
    assert.match(await read('src/app.py'), /LINT_ME = os\.environ/);
    await workbench.editor.closeAll();
  });
});

suite('side bar', () => {
  test('shows a container with its badge, views and welcome content', async () => {
    const { workbench } = at();
    const { activityBar } = workbench;
    await activityBar.open('Showcase');
    assert.equal(await activityBar.badge('Showcase'), '3');
    assert.ok((await activityBar.titles()).includes('Showcase'));
    assert.deepEqual(await activityBar.viewTitles(), ['Fruit', 'Empty']);
    assert.match(await workbench.view('Empty').welcomeText(), /Nothing grows here/);
    await workbench.view('Empty').clickWelcomeButton('Plant a tree');
    await workbench.notifications.click('A toast for you', 'Eat it');
    await workbench.notifications.waitFor('It was eaten');
    await workbench.notifications.dismiss('It was eaten');
  });

  test('finds a node by its path, unfolding and scrolling', async () => {
    const { workbench, shot } = at();
    const fruit = workbench.view('Fruit');
    assert.deepEqual(await fruit.outline(), ['apple', 'berry', 'cherry']);
    assert.equal(await fruit.node('apple').description(), '2 sorts');
    await fruit.node('berry', 'berry 55').click();
    await fruit.node('cherry', /^so/).click();
    await shot('tree');
    assert.equal(await fruit.node('apple', 'berry 1').exists(), false);
    assert.equal(await fruit.node('berry').isExpanded(), true);
    await fruit.node('berry').collapse();
    assert.deepEqual(await fruit.outline(), ['apple', '  boskoop', '  cox', 'berry', 'cherry', '  heart', '  sour']);
  });

  test('shows a tooltip, inline actions and a context menu', async () => {
    const { workbench, output } = at();
    const apple = workbench.view('Fruit').node('apple');
    assert.match(await apple.tooltip(), /apple is a fruit/);
    assert.deepEqual(await apple.actions(), ['Peel']);
    await apple.clickAction('Peel');
    await eventually('the action to be logged', async () => (await output('Showcase')).includes('peeled apple'));
    assert.match(await output('Showcase'), /the showcase is ready/);
  });
});

suite('window', () => {
  test('has a status bar entry that can be clicked', async () => {
    const { workbench } = at();
    await workbench.statusBar.waitFor('Showcase · 3 fruit');
    await workbench.statusBar.click('Showcase · 3 fruit');
    await workbench.notifications.dismiss('A toast for you');
  });

  test('asks in a modal dialog', async () => {
    const { workbench } = at();
    await workbench.run('Showcase: Ask in a Dialog');
    assert.match(await workbench.dialog.text(), /Really\?.*This is asked once\./);
    await workbench.dialog.click('Yes');
    assert.equal(await workbench.dialog.isOpen(), false);
  });

  test('previews an edit before it is applied', async () => {
    const { workbench, shot } = at();
    await workbench.editor.open('README.md');
    await workbench.run('Showcase: Preview an Edit');
    await workbench.refactorPreview.waitFor();
    await shot('refactor-preview');
    assert.match((await workbench.refactorPreview.rows()).join('\n'), /# first/);
    await workbench.refactorPreview.toggle('# first');
    await workbench.refactorPreview.apply();
    await workbench.editor.waitForFile('README.md');
    await workbench.editor.focus();
    assert.match(await workbench.editor.text(), /^# first\n/);
    await workbench.editor.closeAll();
  });

  test('runs a command in the terminal', async () => {
    const { workbench } = at();
    await workbench.terminal.open();
    await workbench.terminal.run('echo "sum: $((20 + 22))"');
    await workbench.terminal.waitForText('sum: 42');
    await workbench.run('View: Hide Panel');
  });

  test('opens a webview in which axe finds what is wrong', async () => {
    const { workbench } = at();
    await workbench.run('Showcase: Open the Panel');
    const panel = workbench.webview('Showcase Panel');
    await (await panel.byRole('button', { name: 'More' })).click();
    assert.match(await panel.text(), /Fruit\s+More\s+1/);
    assert.deepEqual((await panel.axe()).map(({ id }) => id), ['image-alt']);
    await workbench.editor.closeAll();
    assert.equal(await panel.isOpen(), false);
  });
});

suite('chat', () => {
  test('answers a question with the test model', async () => {
    const { workbench, model, shot } = at();
    await workbench.chat.open();
    await workbench.chat.waitForModel(ScriptedModel.title);
    await model.script({ chunks: ['Two and two ', 'make ', 'four.'] });
    // The test provider's own participant hands the question on: without one, VS Code asks to sign in to Copilot.
    const answer = await workbench.chat.ask('@relay What is two and two?');
    await shot('chat');
    assert.equal(answer.text, 'Two and two make four.');
    assert.equal(await model.lastPrompt(), 'What is two and two?');
  });

  test('reads the buttons, follow-ups and references of a participant', async () => {
    const { workbench, shot } = at();
    await workbench.chat.clear();
    await workbench.chat.attach('long.txt');
    const answer = await workbench.chat.ask('@showcase /parts of everything');
    await shot('chat-parts');
    assert.match(answer.text, /You said of everything with \/parts\./);
    assert.match(answer.text, /Attached: .*long\.txt/);
    assert.deepEqual(answer.buttons, ['Toast me']);
    assert.deepEqual(await workbench.chat.followUps(), ['And then?']);
    assert.ok(answer.references.some((text) => text.includes('README.md')), answer.references.join());
    await workbench.chat.clickButton('Toast me');
    await workbench.notifications.dismiss('A toast for you');
  });

  test('streams, and cancel reaches the model', async () => {
    const { workbench, model } = at();
    await workbench.chat.clear();
    await model.script({ chunks: ['slowly, ', 'very ', 'slowly'], delayMs: 2_000 });
    await workbench.chat.send('@relay take your time');
    await workbench.chat.waitForPartialText('slowly,');
    await workbench.chat.cancel();
    await model.waitFor('cancelled');
    assert.doesNotMatch(await workbench.chat.partialText(), /very/);
    await model.script({ delayMs: 20 });
  });
});

suite('themes', () => {
  for (const theme of ['light', 'dark', 'highContrast'] satisfies Theme[]) {
    test(`has a picture in ${theme}`, async () => {
      const { workbench, shot } = at();
      await at().theme(theme);
      await workbench.editor.open('src/app.py', { line: 5 });
      await workbench.editor.waitForSquiggle('error');
      await shot(`theme-${theme}`);
    });
  }
});

/** The session with its methods bound, so that a test can take them apart. */
function at() {
  const current = session();
  return {
    workbench: current.workbench,
    control: current.control,
    model: current.model,
    theme: current.theme.bind(current),
    read: current.read.bind(current),
    shot: current.shot.bind(current),
    output: current.output.bind(current),
  };
}
