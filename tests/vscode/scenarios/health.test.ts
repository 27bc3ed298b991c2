// Findings in their files and in Health, and how they are mended: quick fix, preview, command; and live while typing.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Diagnostic } from '../control.ts';
import { eventually } from '../pages/wait.ts';
import { type Theme, useSession } from '../session.ts';

const session = useSession({ name: 'health', workspace: 'saas-broken', git: true });

const DUPLICATE = 'LOG_LEVEL is set again: line 7 counts, line 2 is without effect';

suite('a finding', () => {
  test('is a diagnostic on its line', async () => {
    const { workbench } = session();
    await workbench.activityBar.open('Workspai');
    const found = await finding('saas-api/.env', 'env-duplicate');
    assert.deepEqual({ line: found.line, severity: found.severity, source: found.source }, { line: 7, severity: 'warning', source: 'workspai' });
    assert.equal(found.message, DUPLICATE);
    assert.deepEqual(found.related.map(({ line }) => line), [2], 'the other line is evidence');
  });

  test('is in Health below its project, and a click opens its line', async () => {
    const { workbench } = session();
    const row = workbench.view('Health').node('saas-api', DUPLICATE);
    assert.equal(await row.description(), 'saas-api/.env:7');
    await row.click();
    await workbench.editor.waitForFile('saas-api/.env');
    await eventually('the cursor at line 7', async () => (await workbench.editor.position()).line === 7);
    await workbench.editor.waitForSquiggle('warning');
    await session().shot('finding');
  });

  test('explains itself in the hover of its row and in the file', async () => {
    const { workbench } = session();
    const tooltip = await workbench.view('Health').node('saas-api', DUPLICATE).tooltip();
    assert.match(tooltip, /env-duplicate in saas-api\/\.env:7/);
    assert.match(tooltip, /Evidence.*saas-api\/\.env:2/);
    assert.match(tooltip, /Fixes.*Remove line 2/);
    await workbench.editor.open('saas-api/.env', { line: 7 });
    assert.match(await workbench.editor.hover(), /LOG_LEVEL is set again/);
  });

  test('is told to a screen reader with its severity', async () => {
    const label = await session().workbench.view('Health').node('saas-api', DUPLICATE).ariaLabel();
    assert.match(label, /^warning: LOG_LEVEL is set again.*saas-api\/\.env line 7/);
  });
});

suite('a quick fix', () => {
  test('mends the finding at once, and undo brings it back', async () => {
    const { workbench } = session();
    const row = workbench.view('Health').node('saas-api', DUPLICATE);
    await workbench.editor.open('saas-api/.env', { line: 7 });
    const before = await workbench.editor.text();
    const fix = 'Remove line 2 of saas-api/.env, which line 7 overrides';
    const entries = await workbench.lightbulb.waitForEntry(fix);
    assert.ok(entries.includes(`Preview: ${fix}`), entries.join('\n'));
    await session().shot('quick-fix');
    await workbench.lightbulb.choose(fix);
    await eventually('the finding to leave Health', async () => !(await row.exists()));
    assert.equal(await workbench.editor.text(), before.replace('LOG_LEVEL=INFO\n', ''));
    assert.deepEqual(await findings('saas-api/.env', 'env-duplicate'), []);
    await workbench.editor.focus();
    await workbench.editor.undo();
    assert.equal(await workbench.editor.text(), before);
    await row.row();
    await workbench.editor.closeAll();
  });

  test('with a command shows the line before it runs', async () => {
    const { workbench } = session();
    await workbench.editor.open('saas-admin/pyproject.toml', { line: 1 });
    await workbench.lightbulb.choose('Write poetry.lock with `poetry lock`');
    await workbench.quickInput.waitFor();
    assert.match(await workbench.quickInput.title(), /poetry lock/);
    await session().shot('command');
    await workbench.quickInput.close();
    await workbench.editor.closeAll();
  });
});

suite('a previewed fix', () => {
  const CONFLICT = 'saas-api and saas-admin both publish port 8000';

  test('is the native preview, ticked; applied it is one undo step', async () => {
    const { workbench } = session();
    const row = workbench.view('Health').node('saas-admin', CONFLICT);
    const before = await session().read('docker-compose.yml');
    await row.clickAction('Preview Fix');
    await workbench.refactorPreview.waitFor();
    assert.match((await workbench.refactorPreview.rows()).join('\n'), /docker-compose\.yml/);
    await session().shot('preview');
    assert.equal(await session().read('docker-compose.yml'), before, 'nothing is changed yet');
    await workbench.refactorPreview.apply();
    await eventually('the finding to leave Health', async () => !(await row.exists()));
    await workbench.editor.open('docker-compose.yml', { line: 35 });
    const after = await workbench.editor.text();
    assert.equal(after.split('\n')[34]?.trim(), '- "8001:8000"');
    await workbench.editor.undo();
    assert.equal(await workbench.editor.text(), before);
    await row.row();
    if (await workbench.editor.isDirty()) await workbench.editor.save();
    assert.equal(await session().read('docker-compose.yml'), before);
    await workbench.editor.closeAll();
  });

  test('changes nothing when it is discarded', async () => {
    const { workbench } = session();
    const row = workbench.view('Health').node('saas-admin', CONFLICT);
    const before = await session().read('docker-compose.yml');
    await row.clickAction('Preview Fix');
    await workbench.refactorPreview.waitFor();
    await workbench.refactorPreview.discard();
    assert.equal(await session().read('docker-compose.yml'), before);
    assert.ok(await row.exists());
    await workbench.editor.closeAll();
  });

  test('makes a file that is not there', async () => {
    const { workbench } = session();
    const row = workbench.view('Health').node('Workspace', /needs STRIPE_WEBHOOK_SECRET/);
    await row.clickAction('Preview Fix');
    await workbench.refactorPreview.waitFor();
    await workbench.refactorPreview.apply();
    await eventually('the file', async () => (await session().read('.env').catch(() => '')) === 'STRIPE_WEBHOOK_SECRET=\n' || undefined);
    await workbench.editor.closeAll();
    await session().remove('.env');
  });
});

suite('while typing, unsaved', () => {
  test('a new finding appears, and leaves when it is mended', async () => {
    const { workbench } = session();
    await workbench.editor.open('saas-webhooks/.env', { line: 1 });
    const onDisk = await session().read('saas-webhooks/.env');
    await workbench.editor.type('BROKEN LINE\n');
    const found = await finding('saas-webhooks/.env', 'env-invalid-line');
    assert.equal(found.line, 1);
    const row = workbench.view('Health').node('saas-webhooks', /^line 1: it is neither/);
    await row.row();
    assert.equal(await session().read('saas-webhooks/.env'), onDisk);
    await session().shot('live');
    await workbench.editor.goTo(1);
    await workbench.editor.press('Control+Shift+K');
    await eventually('the finding to leave', async () => (await findings('saas-webhooks/.env', 'env-invalid-line')).length === 0);
    await eventually('the row to leave', async () => !(await row.exists()));
    await workbench.editor.closeAll();
  });
});

suite('the score', () => {
  test('has its parts, and what would raise them', async () => {
    const { workbench } = session();
    const score = workbench.view('Health').node(/^Health \d+ of 100$/);
    assert.match(await score.description(), /\d+ errors, \d+ warnings/);
    await score.expand();
    assert.match(await score.child('env').description(), /^\d+ of 25 · Mending \d+ errors/);
    await session().shot('score');
    await score.collapse();
  });

  test('is above the findings by severity too', async () => {
    const { workbench } = session();
    const health = workbench.view('Health');
    await health.clickTitleAction('Group by Severity');
    await eventually('groups of severities', async () => (await health.outline()).includes('Errors'));
    const tops = (await health.wholeOutline()).filter((label) => !label.startsWith(' '));
    assert.deepEqual(tops.map((label) => label.replace(/\d+/, 'N')), ['Health N of 100', 'Errors', 'Warnings', 'Hints']);
    for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
      await session().theme(theme);
      await session().shot(`by-severity-${theme}`);
    }
    await health.clickTitleAction('Group by Project');
    await eventually('groups of projects', async () => (await health.wholeOutline()).includes('saas-api'));
  });

  test('is read anew on demand, which says what came out', async () => {
    const { workbench } = session();
    await workbench.activityBar.open('Explorer');
    await workbench.run('Workspai: Run Doctor');
    const health = workbench.view('Health');
    await health.node('saas-api').row();
    const score = await health.node(/^Health \d+ of 100$/).label();
    const counts = await health.node(/^Health \d+ of 100$/).description();
    await workbench.statusBar.waitFor(`Doctor: ${counts} · ${score.toLowerCase()}`);
    await session().shot('run');
  });

  test('leaves out rules that are switched off', async () => {
    const { workbench, control } = session();
    const row = workbench.view('Health').node('saas-api', DUPLICATE);
    await control.setting('workspai.doctor.disabledRules', ['env-duplicate']);
    await eventually('the finding to leave', async () => !(await row.exists()));
    await control.setting('workspai.doctor.disabledRules', undefined);
    await row.row();
  });
});

async function findings(file: string, rule: string): Promise<Diagnostic[]> {
  return (await session().control.diagnostics(file)).filter(({ code }) => code === rule);
}

async function finding(file: string, rule: string): Promise<Diagnostic> {
  return eventually(`${rule} in ${file}`, async () => (await findings(file, rule))[0]);
}
