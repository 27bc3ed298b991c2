// The Workspace view of the packaged product, on the broken sample: everything is there to be shown.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { eventually } from '../pages/wait.ts';
import { type Theme, useSession } from '../session.ts';

const session = useSession({ name: 'explorer', workspace: 'saas-broken', git: true });

const PROJECTS = ['saas-admin', 'saas-api', 'saas-nest', 'saas-webhooks'];

/** The workspace's toolchain.lock names the version that it runs on. */
const FRESH = '[project]\nname = "fresh-api"\nversion = "0.1.0"\ndependencies = ["fastapi"]\n';

/** One leaf of each kind: the way to it, and the text on the line that it has to open. */
const LEAVES: readonly { readonly path: readonly (string | RegExp)[]; readonly file: string; readonly line: RegExp }[] = [
  { path: ['saas-api', 'Modules', 'auth_core'], file: 'saas-api/registry.json', line: /^\s*\{\n\s*"slug": "free\/auth\/core"/ },
  { path: ['saas-api', 'Env', 'AUTH_JWT_SECRET'], file: 'saas-api/.env', line: /^AUTH_JWT_SECRET=/ },
  { path: ['saas-api', 'Env', 'LOG_LEVEL', /^\.env\.example:/], file: 'saas-api/.env.example', line: /^LOG_LEVEL=/ },
  { path: ['saas-api', 'Services', 'saas-api'], file: 'docker-compose.yml', line: /^ {2}saas-api:/ },
  { path: ['saas-nest', 'Commands', 'build'], file: 'saas-nest/package.json', line: /^\s*"build":/ },
  { path: ['saas-nest', 'Dependencies', 'class-validator'], file: 'saas-nest/package.json', line: /^\s*"class-validator":/ },
  { path: ['Services', 'postgres'], file: 'docker-compose.yml', line: /^ {2}postgres:/ },
];

suite('the tree', () => {
  test('shows the four services with framework, runtime version and port', async () => {
    const { workbench } = session();
    await workbench.activityBar.open('Workspai');
    assert.deepEqual(await workbench.activityBar.viewTitles(), ['Workspace', 'Health', 'Incidents']);
    const tree = workbench.view('Workspace');
    await tree.node('saas-api').row();
    assert.deepEqual(await tree.outline(), [...PROJECTS, 'Services']);
    assert.match(await tree.node('saas-api').description(), /^fastapi\.ddd · py 3\.10 · :8000/);
    assert.match(await tree.node('saas-admin').description(), /^fastapi\.standard · py 3\.11 · :8000/);
    assert.match(await tree.node('saas-nest').description(), /^nestjs\.standard · node 18 · :8002/);
    assert.match(await tree.node('saas-webhooks').description(), /^fastapi\.standard · py 3\.11 · :\d+/);
    await session().shot('services');
  });

  test('explains a project in its hover, with where each fact comes from', async () => {
    const text = await session().workbench.view('Workspace').node('saas-api').tooltip();
    assert.match(text, /fastapi 0\.116\.2/);
    assert.match(text, /3\.10\.13, from .*\.python-version/);
  });

  test('has the groups of a project, each with its count', async () => {
    const { workbench } = session();
    const nest = workbench.view('Workspace').node('saas-nest');
    await nest.expand();
    const outline = await workbench.view('Workspace').outline();
    const groups = outline.filter((label) => label.startsWith('  ')).map((label) => label.trim());
    assert.deepEqual(groups.filter((group) => group !== 'Endpoints'), ['Modules', 'Env', 'Services', 'Commands', 'Dependencies']);
    assert.equal(await nest.child('Modules').description(), '2');
    assert.equal(await nest.child('Dependencies').description(), '10');
    assert.match(await nest.child('Env').description(), /^\d+\s+1 missing$/);
    await session().shot('groups');
    await nest.collapse();
  });

  for (const { path, file, line } of LEAVES) {
    test(`opens the source of ${path.join(' › ')} at its line`, async () => {
      const { workbench } = session();
      await workbench.view('Workspace').node(...path).click();
      await workbench.editor.waitForFile(file);
      const lines = (await session().read(file)).split('\n');
      await eventually(`the cursor at ${String(line)}`, async () => {
        const at = await workbench.editor.position();
        return line.test(lines.slice(at.line - 1).join('\n'));
      });
    });
  }

  test('is legible in every theme', async () => {
    const { workbench } = session();
    await workbench.editor.closeAll();
    for (const theme of ['dark', 'highContrast', 'light'] satisfies Theme[]) {
      await session().theme(theme);
      await session().shot(`theme-${theme}`);
    }
  });
});

suite('the window around it', () => {
  test('has the number of errors on the activity bar, and the same in the status bar', async () => {
    const { workbench } = session();
    const badge = await eventually('a badge', async () => (await workbench.activityBar.badge('Workspai')) || undefined);
    await workbench.statusBar.waitFor(`Workspai · 4 projects · ${badge} errors`);
    assert.ok(Number(badge) > 5, badge);
  });

  test('names the project of the active file in the status bar, and reveals it', async () => {
    const { workbench } = session();
    await workbench.editor.open('saas-nest/src/main.ts');
    await workbench.statusBar.waitFor('Workspai · saas-nest');
    await workbench.run("Workspai: Reveal Active File's Project");
    const row = await workbench.view('Workspace').node('saas-nest').row();
    await eventually('the row to be selected', async () => (await row.getAttribute('aria-selected')) === 'true');
    await workbench.editor.closeAll();
  });
});

suite('changes on disk', () => {
  test('appear in the open tree, which stays as it was unfolded', async () => {
    const { workbench } = session();
    const tree = workbench.view('Workspace');
    const env = tree.node('saas-webhooks', 'Env');
    await env.expand();
    const before = await tree.wholeOutline();
    const count = Number.parseInt(await env.description(), 10);
    const text = await session().read('saas-webhooks/.env');
    await session().write('saas-webhooks/.env', `${text.trimEnd()}\nBRAND_NEW_KEY=1\n`);
    await env.child('BRAND_NEW_KEY').row();
    assert.match(await env.description(), new RegExp(`^${count + 1}\\b`));
    const after = await tree.wholeOutline();
    assert.deepEqual(after.filter((label) => !label.includes('BRAND_NEW_KEY')), before);
    await session().write('saas-webhooks/.env', text);
    await eventually('the key to leave', async () => !(await env.child('BRAND_NEW_KEY').exists()));
    assert.deepEqual(await tree.wholeOutline(), before);
  });

  test('add a module', async () => {
    const { workbench } = session();
    const modules = workbench.view('Workspace').node('saas-webhooks', 'Modules');
    await modules.expand();
    const file = 'saas-webhooks/.rapidkit/registry.json';
    const registry = JSON.parse(await session().read(file)) as { installed_modules: object[] };
    registry.installed_modules.push({ slug: 'free/communication/email', version: '0.1.3', display_name: 'email' });
    await session().write(file, `${JSON.stringify(registry, null, 2)}\n`);
    assert.equal(await modules.child('email').description(), '0.1.3');
    // Its folder is not there, which the doctor says everywhere.
    await eventually('the same number of errors everywhere', async () => {
      const found = (await session().control.diagnostics()).filter(({ source, severity }) => source === 'workspai' && severity === 'error');
      const badge = await workbench.activityBar.badge('Workspai');
      return badge === String(found.length) && workbench.statusBar.item(`${badge} errors`).isVisible();
    });
    await session().shot('module-added');
  });

  test('bring a new project, and take it away', async () => {
    const { workbench } = session();
    const fresh = workbench.view('Workspace').node('fresh-api');
    await session().write('fresh-api/pyproject.toml', FRESH);
    assert.match(await fresh.description(), /^fastapi · py 3\.11/);
    await session().remove('fresh-api');
    await eventually('the project to leave', async () => !(await fresh.exists()));
  });
});

suite('the keyboard alone', () => {
  test('walks from the palette to a line in a file', async () => {
    const { workbench, page } = session();
    await workbench.editor.closeAll();
    await workbench.view('Workspace').clickTitleAction('Collapse All');
    await workbench.run('Workspai: Focus on Workspace View');
    const focused = page.locator('.monaco-list:focus-within .monaco-list-row.focused');
    const press = async (key: string, label: string): Promise<void> => {
      await page.keyboard.press(key);
      await eventually(`${key} to lead to ${label}`, async () => (await focused.locator('.label-name').first().innerText()) === label);
    };
    await press('Home', 'saas-admin');
    await press('ArrowDown', 'saas-api');
    await press('ArrowRight', 'saas-api');
    await press('ArrowDown', 'Modules');
    await press('ArrowRight', 'Modules');
    await press('ArrowDown', 'auth_core');
    await page.keyboard.press('Enter');
    await workbench.editor.waitForFile('saas-api/registry.json');
  });

  test('tells a screen reader what each row is', async () => {
    const { workbench } = session();
    const label = await workbench.view('Workspace').node('saas-api').ariaLabel();
    assert.match(label, /saas-api.*fastapi\.ddd · py 3\.10 · :8000/);
    await session().shot('keyboard');
  });
});
