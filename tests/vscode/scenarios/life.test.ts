// The sidecar dies, is missing, and comes back; and what the log says of it.
import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { eventually } from '../pages/wait.ts';
import { useSession } from '../session.ts';

const session = useSession({ name: 'life', workspace: 'saas-broken' });

const LSP = 'workspai lsp';

suite('a sidecar that is killed', () => {
  test('is started again, and tree and diagnostics return, unsaved documents included', async () => {
    const { workbench } = session();
    await workbench.activityBar.open('Workspai');
    const tree = workbench.view('Workspace');
    await tree.node('saas-nest', 'Env').expand();
    await workbench.editor.open('saas-webhooks/.env', { line: 1 });
    await workbench.editor.type('BROKEN LINE\n');
    await eventually('the unsaved finding', unsavedFinding);
    const before = { outline: await tree.wholeOutline(), found: await own(), badge: await workbench.activityBar.badge('Workspai') };

    const [first] = session().processes(LSP);
    assert.ok(first, 'one sidecar runs');
    process.kill(first.pid, 'SIGKILL');
    await eventually('a new sidecar', async () => session().processes(LSP).some(({ pid }) => pid !== first.pid));
    // What was known stays on screen meanwhile.
    assert.deepEqual(await tree.wholeOutline(), before.outline);
    await eventually('all diagnostics', async () => JSON.stringify(await own()) === JSON.stringify(before.found));
    assert.ok(await unsavedFinding());
    assert.deepEqual(await tree.wholeOutline(), before.outline);
    assert.equal(await workbench.activityBar.badge('Workspai'), before.badge);
    await workbench.statusBar.waitFor(/^Workspai · saas-webhooks · \d+ errors/);
    assert.match(await session().output('Workspai'), /the sidecar ended \(killed by SIGKILL\); starting again/);
    await session().shot('healed');
  });

  test('is alive: it hears of the next edit', async () => {
    const { workbench } = session();
    await workbench.editor.goTo(1);
    await workbench.editor.press('Control+Shift+K');
    await eventually('the finding to leave', async () => !(await unsavedFinding()));
    await workbench.editor.closeAll();
  });

  test('shows in the status bar that it starts again', async () => {
    const { workbench } = session();
    const seen = workbench.statusBar.waitFor('Workspai · restarting');
    // Each death in a row makes the wait longer.
    let isSeen = false;
    void seen.then(() => (isSeen = true));
    for (let deaths = 0; deaths < 4 && !isSeen; deaths += 1) {
      const running = await eventually('a sidecar', async () => session().processes(LSP)[0]);
      process.kill(running.pid, 'SIGKILL');
      await eventually('its end', async () => session().processes(LSP).every(({ pid }) => pid !== running.pid));
    }
    await seen;
    await session().shot('restarting');
    await workbench.statusBar.waitFor(/^Workspai · 4 projects · \d+ errors/);
  });
});

suite('a sidecar that cannot be started', () => {
  test('is said in the status bar, which leads to the log', async () => {
    const { workbench, control } = session();
    await control.setting('workspai.server.path', '/nowhere/workspai');
    const item = workbench.statusBar.item(/^\s*Workspai$/);
    await item.waitFor();
    assert.match((await item.getAttribute('aria-label')) ?? '', /Workspai failed: The setting workspai\.server\.path is \/nowhere\/workspai, where there is no program to run/);
    assert.deepEqual(session().processes(LSP), []);
    await workbench.statusBar.click(/^\s*Workspai$/);
    await workbench.page.locator('.panel .output-view').waitFor();
    await session().shot('failed');
    await workbench.run('View: Hide Panel');
  });

  test('is started again when it breaks off before it answers', async () => {
    const { workbench, control } = session();
    await session().write('breaks-off', "#!/bin/sh\n# Ends like a program that dies while it is spoken to: it reads nothing, and is gone a moment later.\nexec 0<&-\nsleep 1\necho 'ERROR out of luck' >&2\nexit 3\n");
    await chmod(session().path('breaks-off'), 0o755);
    await control.setting('workspai.server.path', session().path('breaks-off'));
    const item = workbench.statusBar.item('Workspai · restarting');
    await item.waitFor();
    assert.match(await session().output('Workspai'), /the sidecar ended \(exit code 3[^)]*\); starting again/);
  });

  test('runs again when the setting is right', async () => {
    const { workbench, control } = session();
    await control.setting('workspai.server.path', undefined);
    await workbench.statusBar.waitFor(/^Workspai · 4 projects · \d+ errors/);
  });

  test('is replaced by a new one on demand', async () => {
    const { workbench } = session();
    const [before] = session().processes(LSP);
    await workbench.run('Workspai: Restart');
    await eventually('another sidecar', async () => session().processes(LSP).every(({ pid }) => pid !== before?.pid) && session().processes(LSP).length === 1);
    await workbench.statusBar.waitFor(/^Workspai · 4 projects · \d+ errors/);
  });
});

suite('the log', () => {
  test("has the extension's and the server's lines", async () => {
    const log = await session().output('Workspai');
    assert.match(log, /\[info\] activated in [\d.]+ ms/);
    assert.match(log, /\[info\] sidecar \d+\.\d+\.\d+, process \d+/);
    assert.doesNotMatch(log, /\[debug\]/, 'the level is info');
  });

  test('says as much as the setting wants', async () => {
    const { control } = session();
    await control.setting('workspai.log.level', 'debug');
    const before = (await session().output('Workspai')).length;
    await session().write('saas-api/.env', `${await session().read('saas-api/.env')}MORE=1\n`);
    await eventually('a line of the server at debug', async () => (await session().output('Workspai')).slice(before).includes('[debug]'));
    await control.setting('workspai.log.level', undefined);
  });

  test('never holds a value of an env file', async () => {
    const log = await session().output('Workspai');
    assert.doesNotMatch(log, /Vh3kP9wTz6LmQx2R|your-secret-here/);
  });
});

async function own(): Promise<string[]> {
  const all = (await session().control.diagnostics()).filter(({ source }) => source === 'workspai');
  return all.map(({ path, line, code }) => `${path}:${line} ${code}`).sort();
}

async function unsavedFinding(): Promise<true | undefined> {
  const found = await session().control.diagnostics('saas-webhooks/.env');
  return found.some(({ code, line }) => code === 'env-invalid-line' && line === 1) || undefined;
}
