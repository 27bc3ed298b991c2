import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Frame } from 'playwright-core';
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

suite('the dashboard', () => {
  test('opens from the palette and shows the projects of the workspace', async () => {
    await session().workbench.activityBar.open('Workspai');
    await session().workbench.run('Workspai: Open Dashboard');
    const frame = await drawn();
    const names = await frame.getByRole('grid', { name: 'Projects' }).getByRole('rowheader').allInnerTexts();
    assert.equal(names.length, 4, names.join(', '));
    await session().shot('opened');
  });

  test('has no accessibility violation in any kind of theme', async () => {
    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies Theme[]) {
      await session().theme(theme);
      await drawn();
      assert.deepEqual(await dashboard().axe(), [], theme);
      await session().shot(theme);
    }
    await session().theme('light');
  });
});
