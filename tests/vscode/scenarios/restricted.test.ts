// A folder that nobody has trusted: its files are read and shown, and nothing is run.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { eventually } from '../pages/wait.ts';
import { useSession } from '../session.ts';

const traps = mkdtempSync(join(realpathSync(tmpdir()), 'workspai-traps-'));
const sprung = join(traps, 'sprung.log');
for (const tool of ['python', 'python3', 'poetry', 'uv', 'pip', 'npm', 'pnpm', 'yarn', 'go', 'java', 'mvn', 'docker', 'make', 'git']) setTrap(tool);
after(() => rmSync(traps, { recursive: true }));

const session = useSession({
  name: 'restricted',
  workspace: 'saas-broken',
  trust: 'off',
  git: true,
  env: { PATH: `${traps}:${process.env.PATH ?? ''}` },
});

test('shows projects and health', async () => {
  const { workbench } = session();
  await workbench.activityBar.open('Workspai');
  await workbench.statusBar.waitFor('Restricted Mode');
  await workbench.view('Workspace').node('saas-api').row();
  await workbench.view('Health').node('saas-api', /LOG_LEVEL is set again/).row();
  assert.match(await workbench.view('Workspace').pane.innerText(), /Restricted mode: files are read, nothing is run\./);
  await session().shot('restricted');
});

test('starts no process but the sidecar', async () => {
  assert.equal(session().processes('workspai lsp').length, 1);
  const { workbench } = session();
  // A change makes the doctor look again.
  await session().write('saas-api/.env', 'A LINE THAT IS NONE\n');
  await workbench.view('Health').node('saas-api', /^line 1: it is neither/).row();
  assert.deepEqual(callers().filter((line) => line.includes('workspai lsp')), []);
});

test('does not offer to run a command', async () => {
  const { workbench } = session();
  const command = workbench.view('Workspace').node('saas-nest', 'Commands', 'build');
  assert.deepEqual((await command.actions()).filter((action) => action.startsWith('Run')), []);
  assert.deepEqual((await command.contextMenu()).filter((entry) => entry.startsWith('Run')), []);
  assert.equal(await workbench.page.locator('.terminal-wrapper').count(), 0);
});

test('offers it once the folder is trusted, without a restart', async () => {
  const { workbench } = session();
  const [before] = session().processes('workspai lsp');
  await workbench.trustFolder();
  await workbench.activityBar.open('Workspai');
  await eventually('no word of the restriction', async () => !(await workbench.view('Workspace').pane.innerText()).includes('Restricted mode'));
  await workbench.view('Workspace').node('saas-nest', 'Commands', 'build').clickAction('Run in Terminal');
  await workbench.page.locator('.terminal-wrapper.active').waitFor();
  // The traps are on the way: this time one is sprung.
  await eventually('npm to be called', async () => callers().some((line) => line.startsWith('npm run build')));
  assert.equal(session().processes('workspai lsp')[0]?.pid, before?.pid);
  await session().shot('trusted');
});

function callers(): string[] {
  return existsSync(sprung) ? readFileSync(sprung, 'utf8').split('\n').filter(Boolean) : [];
}

/** A program on PATH that writes down who called it. Git works as ever: the editor itself may use it. */
function setTrap(tool: string): void {
  const path = join(traps, tool);
  const next = tool === 'git' ? `PATH="\${PATH#*:}" exec git "$@"` : 'exit 1';
  writeFileSync(path, `#!/bin/sh\necho "${tool} $* by $(tr '\\0' ' ' < /proc/$PPID/cmdline)" >> ${sprung}\n${next}\n`);
  chmodSync(path, 0o755);
}
