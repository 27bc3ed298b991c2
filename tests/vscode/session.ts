import { existsSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Control } from './control.ts';
import { run } from './host/exec.mjs';
import { marked, type Process } from './host/processTree.mjs';
import { type Host, startHost } from './host/serve.mjs';
import { chromium as chromiumPath, explainMissing, missingBrowser } from './host/tools.mjs';
import { ScriptedModel } from './model.ts';
import { Workbench } from './pages/workbench.ts';
import { productVsix, universalVsix } from './product.ts';
import { packVsix } from './vsix.ts';

export interface SessionOptions {
  /** Names the folder of the screenshots, and of what is kept after a failure. */
  readonly name: string;
  /** A sample under tests/workspaces, or an absolute path. A copy of it is opened. */
  readonly workspace: string;
  /** Files to write into the copy before it is opened, by their path. */
  readonly files?: Readonly<Record<string, string>>;
  /** What to open inside the copy instead of the copy itself: a folder or a `.code-workspace` file. */
  readonly open?: string;
  /** Install the packaged product (default), or the one without its program; without it only the test extensions run. */
  readonly product?: boolean | 'universal';
  /** Further extensions: VSIX files, or folders of plain extensions. */
  readonly extensions?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `off` leaves the folder untrusted. */
  readonly trust?: 'on' | 'off';
  /** Offer the scripted model (default); without it the editor has no language model at all. */
  readonly model?: boolean;
  /** Commit the copy to a new git repository first. */
  readonly git?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export type Theme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

const THEMES: Record<Theme, { readonly name: string; readonly css: string }> = {
  light: { name: 'Light 2026', css: 'vs' },
  dark: { name: 'Dark 2026', css: 'vs-dark' },
  highContrast: { name: 'Default High Contrast', css: 'hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', css: 'hc-light' },
};

/** What would make a scenario depend on timing, on the network or on an account. */
const STEADY_SETTINGS = {
  'chat.byokUtilityModelDefault': 'none',
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
  'remote.autoForwardPorts': false,
  'terminal.integrated.gpuAcceleration': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'workbench.colorTheme': THEMES.light.name,
  'workbench.hover.delay': 200,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const HERE = import.meta.dirname;
const TEST_PROVIDER = join(HERE, 'testProvider');
const TEST_EXTENSIONS = ['testDiagnostics', 'testControl'].map((name) => join(HERE, name));

/** One VS Code with one folder open, and one browser looking at it. */
export class Session {
  readonly name: string;
  /** The opened copy. */
  readonly folder: string;
  readonly page: Page;
  readonly workbench: Workbench;
  readonly control: Control;
  readonly model: ScriptedModel;
  /** Milliseconds from the start of the session. */
  readonly timings: Readonly<Record<'hostAnswers' | 'workbenchIsDrawn', number>>;
  readonly #root: string;
  readonly #host: Host;
  readonly #browser: Browser;
  readonly #console: readonly string[];

  constructor(made: { name: string; folder: string; root: string; host: Host; browser: Browser; page: Page; console: string[]; timings: Session['timings'] }) {
    this.name = made.name;
    this.folder = made.folder;
    this.page = made.page;
    this.timings = made.timings;
    this.#root = made.root;
    this.#host = made.host;
    this.#browser = made.browser;
    this.#console = made.console;
    this.workbench = new Workbench(made.page);
    this.control = new Control(controlFile(made.root));
    this.model = new ScriptedModel(modelLog(made.root), this.control);
  }

  path(relative: string): string {
    return join(this.folder, relative);
  }

  /** A file of the opened copy as it is on disk. */
  async read(relative: string): Promise<string> {
    return readFile(this.path(relative), 'utf8');
  }

  /** Changes a file behind the editor's back. */
  async write(relative: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(relative)), { recursive: true });
    await writeFile(this.path(relative), text);
  }

  async remove(relative: string): Promise<void> {
    await rm(this.path(relative), { recursive: true });
  }

  /** Saves a picture of the window to screenshots/<session>/<name>.png. */
  async shot(name: string): Promise<string> {
    const path = join(HERE, 'screenshots', this.name, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  async theme(theme: Theme): Promise<void> {
    const { name, css } = THEMES[theme];
    await this.control.setting('workbench.colorTheme', name);
    await this.page.locator(`.monaco-workbench.${css}`).waitFor();
  }

  /** Reloads the window, as a person does with F5 in the browser. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.workbench.waitForParts();
  }

  /** Running processes of this VS Code whose command line holds the text, such as the sidecar. */
  processes(text: string): Process[] {
    return marked(this.#host.mark).filter(({ command }) => command.includes(text));
  }

  /** Text of an output channel, read from the file behind it. */
  async output(channel: string): Promise<string> {
    const logs = join(this.#host.userData, 'logs');
    const files = (await readdir(logs, { recursive: true })).filter((path) => [channel, `-${channel}`].some((end) => path.endsWith(`${end}.log`)));
    const named = files.filter((path) => basename(path).replace(/^\d+-/, '') === `${channel}.log`);
    const dated = await Promise.all(named.map(async (path) => ({ path, at: (await stat(join(logs, path))).mtimeMs })));
    const newest = dated.sort((left, right) => right.at - left.at)[0];
    return newest ? readFile(join(logs, newest.path), 'utf8') : '';
  }

  /** Files that the product keeps outside the workspace, by their path below the XDG folders. */
  storage(kind: 'data' | 'config' | 'state' | 'cache'): string {
    return join(this.#root, 'xdg', kind);
  }

  /** What the product keeps outside of the workspace: the bytes of its files. */
  async stored(): Promise<string[]> {
    const folder = join(this.#host.userData, 'User', 'globalStorage', 'workspai.workspai');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
  }

  /** Keeps a picture and all logs in failures/<session>/<label>. */
  async keepEvidence(label: string): Promise<string> {
    const folder = join(HERE, 'failures', this.name, label.replace(/[^\w-]+/g, '-'));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, 'page.png') }).catch(() => undefined);
    await writeFile(join(folder, 'browser.log'), this.#console.join('\n'));
    await cp(join(this.#root, 'host.log'), join(folder, 'host.log')).catch(() => undefined);
    await cp(join(this.#host.userData, 'logs'), join(folder, 'logs'), { recursive: true }).catch(() => undefined);
    return folder;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#host.stop();
    await rm(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts VS Code with a copy of the workspace, and a browser on it. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const started = performance.now();
  const missing = missingBrowser();
  if (missing.length > 0) throw new Error(explainMissing(missing));
  const root = await realpath(await mkdtemp(join(tmpdir(), 'workspai-vscode-')));
  cleanUpWhenKilled(root);
  const starting = { host: startCopy(options, root), browser: launch() };
  try {
    const [{ host, folder }, browser] = await Promise.all([starting.host, starting.browser]);
    const hostAnswers = Math.round(performance.now() - started);
    const { page, lines } = await openPage(browser, host);
    const workbenchIsDrawn = Math.round(performance.now() - started);
    const timings = { hostAnswers, workbenchIsDrawn };
    return new Session({ name: options.name, folder, root, host, browser, page, console: lines, timings });
  } catch (error) {
    await starting.browser.then((browser) => browser.close(), () => undefined);
    await starting.host.then(({ host }) => host.stop(), () => undefined);
    const kept = join(HERE, 'failures', options.name, 'start');
    await mkdir(kept, { recursive: true });
    await cp(join(root, 'host.log'), join(kept, 'host.log')).catch(() => undefined);
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

/**
 * One session shared by the tests of the surrounding file or suite. The getter works inside tests and hooks.
 * What a failing test saw is kept in failures/.
 */
export function useSession(options: SessionOptions): () => Session {
  let session: Session | undefined;
  before(async () => {
    session = await openSession(options);
  });
  afterEach(async (context) => {
    if (!session || !('passed' in context) || context.passed) return;
    const folder = await session.keepEvidence(context.name);
    console.error(`kept the picture and the logs in ${folder}`);
    await session.workbench.closeOverlays();
  });
  after(async () => {
    await session?.close();
  });
  return () => {
    if (!session) throw new Error('the session is not open yet: ask for it inside a test');
    return session;
  };
}

/** A run that is stopped from outside leaves no editor (see `startHost`), no browser and no folder behind. */
function cleanUpWhenKilled(root: string): void {
  for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) process.once(name, () => process.exit(code));
  process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
}

async function startCopy(options: SessionOptions, root: string): Promise<{ host: Host; folder: string }> {
  const source = isAbsolute(options.workspace) ? options.workspace : join(HERE, '../workspaces', options.workspace);
  if (!existsSync(source)) throw new Error(`there is no workspace ${source}`);
  const folder = join(root, basename(source));
  await cp(source, folder, { recursive: true, verbatimSymlinks: true });
  for (const [path, text] of Object.entries(options.files ?? {})) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  if (options.git) await commitAll(folder);

  const xdg = Object.fromEntries(['data', 'config', 'state', 'cache'].map((kind) => [`XDG_${kind.toUpperCase()}_HOME`, join(root, 'xdg', kind)]));
  const product = options.product === false ? [] : [options.product === 'universal' ? universalVsix() : productVsix()];
  const provider = options.model === false ? [] : [TEST_PROVIDER];
  const host = await startHost({
    folder: join(folder, options.open ?? '.'),
    vsix: await packAll([...product, ...(options.extensions ?? []), ...TEST_EXTENSIONS, ...provider], root),
    userData: join(root, 'user'),
    settings: { ...STEADY_SETTINGS, ...options.settings },
    trust: options.trust ?? 'on',
  
    logFile: join(root, 'host.log'),
    // Should this process be killed, the host must not stay behind.
    idleSeconds: 120,
    env: {
      ...xdg,
      // Otherwise a login shell is asked for the environment, which takes its time and replaces PATH.
      VSCODE_CLI: '1',
      // No marketplace: nothing is fetched, nothing is recommended.
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      WORKSPAI_TEST_CONTROL: controlFile(root),
      WORKSPAI_TEST_PROVIDER_LOG: modelLog(root),
      ...options.env,
    },
  });
  return { host, folder };
}

/** Folders become VSIX files, files stay. */
async function packAll(extensions: readonly string[], root: string): Promise<string[]> {
  return Promise.all(
    extensions.map(async (path) => {
      const isFolder = (await stat(path)).isDirectory();
      return isFolder ? packVsix(path, join(root, `${basename(path)}.vsix`)) : path;
    }),
  );
}

async function commitAll(folder: string): Promise<void> {
  const git = (...args: string[]) => run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', ...args], { cwd: folder });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=Start');
}

async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath() as string, args: BROWSER_FLAGS });
}

async function openPage(browser: Browser, host: Host): Promise<{ page: Page; lines: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.origin });
  const page = await context.newPage();
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`[${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`[uncaught] ${error.stack ?? error.message}`));
  await page.goto(host.url);
  await new Workbench(page).waitForParts();
  return { page, lines };
}

function controlFile(root: string): string {
  return join(root, 'control.port');
}

function modelLog(root: string): string {
  return join(root, 'model.jsonl');
}
