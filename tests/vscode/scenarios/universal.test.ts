// The package for systems that have none of their own: it has no program, and says how to get one.
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { eventually } from '../pages/wait.ts';
import { sidecarBinary } from '../product.ts';
import { useSession } from '../session.ts';

const bin = mkdtempSync(join(realpathSync(tmpdir()), 'workspai-bin-'));
after(() => rmSync(bin, { recursive: true }));

const session = useSession({
  name: 'universal',
  workspace: 'saas-healthy',
  product: 'universal',
  env: { PATH: `${bin}:${process.env.PATH ?? ''}` },
});

test('says what is missing, and what to do', async () => {
  const { workbench } = session();
  await workbench.activityBar.open('Workspai');
  const view = workbench.view('Workspace');
  const welcome = await eventually('the welcome', async () => {
    const text = await view.welcomeText();
    return text.includes('Try Again') && text;
  });
  assert.match(welcome, /no program for your system, and there is no workspai on PATH\. Install the package for your system, or set the path/);
  const item = workbench.statusBar.item(/^\s*Workspai$/);
  await item.waitFor();
  assert.match((await item.getAttribute('aria-label')) ?? '', /no program for your system.*no workspai on PATH.*Install the package for your system, or set workspai\.server\.path/);
  await session().shot('missing');
});

test('runs the program on PATH once it is there', async () => {
  const { workbench } = session();
  symlinkSync(sidecarBinary(), join(bin, 'workspai'));
  await workbench.view('Workspace').clickWelcomeButton('Try Again');
  await workbench.view('Workspace').node('saas-api').row();
  assert.equal(session().processes(`${bin}/workspai lsp`).length, 1);
  await session().shot('found');
});
