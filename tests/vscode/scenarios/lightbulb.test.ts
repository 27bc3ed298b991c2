// Two actions on whatever another extension complains about, and the incident that they open.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ScriptedModel } from '../model.ts';
import { eventually } from '../pages/wait.ts';
import { type Theme, useSession } from '../session.ts';

const session = useSession({ name: 'lightbulb', workspace: 'polyglot', settings: { 'workspai.model.use': 'none' } });

const DEBUG = '✦ Debug with Workspai AI';
const EXPLAIN = '✦ Explain error with AI';

/** A file of each language, a line inside a function of it, and that function. */
const FILES = [
  { file: 'apps/api/shop_api/routers/orders.py', line: /price = await wiring/, symbol: 'place_order', project: 'shop-api' },
  { file: 'apps/gateway/src/shop/orders.controller.ts', line: /method: 'POST'/, symbol: 'place', project: 'shop-gateway' },
  { file: 'apps/ledger/internal/api/router.go', line: /var entry book\.Entry/, symbol: 'addEntry', project: 'ledger' },
  { file: 'apps/catalog/src/main/java/shop/catalog/ProductController.java', line: /return products/, symbol: undefined, project: 'catalog' },
] as const;

suite('on a diagnostic of another extension', () => {
  for (const { file, line } of FILES) {
    test(`both actions are offered in ${file.split('.').at(-1) ?? ''}`, async () => {
      const { workbench } = session();
      const at = await plant(file, line);
      await workbench.editor.open(file, { line: at, column: (await column(file, at)) + 2 });
      await workbench.editor.waitForSquiggle('error');
      const entries = await workbench.lightbulb.waitForEntry(DEBUG);
      assert.ok(entries.includes(EXPLAIN), entries.join('\n'));
      assert.ok(entries.includes('Replace LINT_ME'), 'the other extension keeps its own');
      await session().shot(`actions-${file.split('.').at(-1) ?? ''}`);
      await workbench.lightbulb.close();
    });
  }
});

suite('debugging it', () => {
  const [{ file, symbol, project }] = FILES;

  test('opens an incident, and answers with what the program knows', async () => {
    const { workbench } = session();
    await workbench.chat.open();
    await workbench.chat.waitForModel(ScriptedModel.title);
    const at = await lineOf(file);
    await workbench.editor.open(file, { line: at, column: (await column(file, at)) + 2 });
    await workbench.lightbulb.choose(DEBUG);
    await workbench.chat.waitForQuestion('LINT_ME is not allowed here');
    const answer = await workbench.chat.answer();
    assert.match(answer.text, /LINT_ME is not allowed here/);
    assert.match(answer.text, new RegExp(symbol));
    assert.match(answer.text, /orders\.py/);
    assert.match(answer.text, /Answered without a model\. Nothing was sent\./);
    await session().shot('debug');
  });

  test('lists the incident, whose page says what, where, why and what proves it', async () => {
    const { workbench } = session();
    await workbench.activityBar.open('Workspai');
    const row = workbench.view('Incidents').node(/LINT_ME is not allowed here/);
    assert.match(await row.description(), new RegExp(`^${project} · `));
    await row.click();
    const page = workbench.markdownPreview();
    const text = await eventually('the page of the incident', async () => {
      const shown = await page.text();
      return shown.includes('Proof') && shown;
    });
    const sections = ['What happened', 'Where', 'Why', 'Proof', 'What a model would receive', 'History'];
    assert.deepEqual(sections.filter((title) => !text.includes(title)), []);
    assert.match(text, /Other-linter reported it as no-lint-me/);
    assert.match(text, new RegExp(`In ${symbol}, lines \\d+-\\d+`));
    for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
      await session().theme(theme);
      await session().shot(`incident-${theme}`);
    }
  });

  test('leads from the page to the line', async () => {
    const { workbench } = session();
    await workbench.markdownPreview().clickLink('orders.py');
    await workbench.editor.waitForFile(file);
    const at = await lineOf(file);
    await eventually('the cursor on the line', async () => (await workbench.editor.position()).line === at);
  });

  test('does not open a second incident for the same diagnostic', async () => {
    const { workbench } = session();
    const at = await lineOf(file);
    await workbench.editor.open(file, { line: at, column: (await column(file, at)) + 2 });
    await workbench.chat.clear();
    await workbench.editor.focus();
    await workbench.lightbulb.choose(DEBUG);
    await workbench.chat.waitForQuestion('LINT_ME is not allowed here');
    await workbench.chat.answer();
    const rows = (await workbench.view('Incidents').outline()).filter((label) => label.includes('LINT_ME'));
    assert.equal(rows.length, 1, rows.join('\n'));
  });

  test('closes the incident, which stays in the list', async () => {
    const { workbench } = session();
    const row = workbench.view('Incidents').node(/LINT_ME is not allowed here/);
    await row.clickAction('Close Incident');
    await eventually('the incident to be resolved', async () => (await row.ariaLabel()).startsWith('resolved'));
    await session().shot('resolved');
  });
});

suite('explaining it', () => {
  test('answers in Chat, and opens an incident too', async () => {
    const { workbench } = session();
    const { file } = FILES[2];
    const at = await lineOf(file);
    await workbench.editor.open(file, { line: at, column: (await column(file, at)) + 2 });
    await workbench.chat.clear();
    await workbench.editor.focus();
    await workbench.lightbulb.choose(EXPLAIN);
    await workbench.chat.waitForQuestion('Explain LINT_ME is not allowed here');
    const answer = await workbench.chat.answer();
    assert.match(answer.text, /LINT_ME is not allowed here/);
    assert.match(answer.text, /router\.go/);
    assert.match(await workbench.view('Incidents').node(/LINT_ME is not allowed here/).description(), /^ledger · /);
  });
});

/** Puts the word that the other linter forbids at the end of a line; returns the line. */
async function plant(file: string, line: RegExp): Promise<number> {
  const lines = (await session().read(file)).split('\n');
  const at = lines.findIndex((text) => line.test(text));
  lines[at] += file.endsWith('.py') ? '  # LINT_ME' : ' // LINT_ME';
  await session().write(file, lines.join('\n'));
  return at + 1;
}

async function lineOf(file: string): Promise<number> {
  return (await session().read(file)).split('\n').findIndex((text) => text.includes('LINT_ME')) + 1;
}

/** As VS Code counts columns when it is told to go to one: a tab at the start of a line is four wide. */
async function column(file: string, line: number): Promise<number> {
  const text = (await session().read(file)).split('\n')[line - 1] ?? '';
  return text.replaceAll('\t', '    ').indexOf('LINT_ME') + 1;
}
