// Takes the pictures of the README again: docs/images/overview.png and docs/images/dashboard.png.
//
//   node run.mjs docs/overview.ts
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { useSession } from '../session.ts';

const IMAGES = join(import.meta.dirname, '../../../docs/images');
const SIDE_BAR_WIDTH = 420;

const session = useSession({
  name: 'docs',
  workspace: 'saas-broken',
  git: true,
  settings: { 'workbench.layoutControl.enabled': false, 'window.commandCenter': false, 'editor.fontSize': 13, 'editor.stickyScroll.enabled': false, 'git.blame.statusBarItem.enabled': false },
});

test('takes the overview', async () => {
  const { workbench, page } = session();
  await workbench.activityBar.open('Workspai');
  await widenSideBar(page);
  await workbench.view('Incidents').fold();
  await workbench.view('Workspace').node('saas-api').expand();
  await workbench.view('Health').node('saas-admin', /both publish port 8000/).click();
  await workbench.editor.waitForFile('docker-compose.yml');
  await workbench.editor.goTo(33);
  await workbench.run('View: New Editor Group Above');
  await workbench.view('Health').node('saas-api', /LOG_LEVEL is set again/).click();
  await workbench.editor.waitForFile('saas-api/.env');
  await workbench.editor.waitForSquiggle('error');
  await workbench.view('Workspace').node('saas-admin').row();
  await workbench.lightbulb.waitForEntry('✦ Debug with Workspai AI');
  await page.mouse.move(1100, 300);
  await keep('overview');
  await workbench.lightbulb.close();
  await workbench.editor.closeAll();
});

test('takes the dashboard', async () => {
  const { workbench } = session();
  await workbench.run('Workspai: Open Dashboard');
  await (await workbench.webview('Workspai Dashboard').byRole('grid', { name: 'Projects', exact: true })).waitFor();
  await keep('dashboard');
});

async function keep(name: string): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  await copyFile(await session().shot(name), join(IMAGES, `${name}.png`));
}

async function widenSideBar(page: Page): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('the side bar is hidden');
  const edge = box.x + box.width;
  await page.mouse.move(edge, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + SIDE_BAR_WIDTH, 400, { steps: 5 });
  await page.mouse.up();
}
