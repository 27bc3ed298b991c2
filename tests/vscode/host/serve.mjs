#!/usr/bin/env node
// Opens a folder in a real VS Code in the browser, with extensions installed from VSIX files.
//
//   serve.mjs FOLDER [--vsix FILE]… [--port N] [--user-data DIR] [--settings FILE] [--trust=off]
//
// Without --port a free one is taken: the last one of that --user-data when it can be had, because the browser keeps
// what it knows (secrets, layout) by address. Without --user-data everything is fresh and removed at the end.
// --settings is a JSON file of editor settings. --trust=off leaves the folder untrusted, so VS Code asks.
// Ctrl+C stops the whole process tree.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { progress } from './cache.mjs';
import { isMain, run } from './exec.mjs';
import { prepareHost } from './prepare.mjs';
import { endTree, killTree, MARK } from './processTree.mjs';

const START_LIMIT_MS = 60_000;

/** Keeps away what would cover the workbench or reach the network. */
const QUIET_SETTINGS = {
  'git.openRepositoryInParentFolders': 'never',
  'workbench.startupEditor': 'none',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
};

/**
 * @typedef {object} HostOptions
 * @property {string} folder the folder, or `.code-workspace` file, to open
 * @property {string[]} [vsix] extensions to install before the start
 * @property {number} [port] 0 takes a free one
 * @property {string} [userData] kept at the end when given, else a fresh folder that is removed
 * @property {Record<string, unknown>} [settings] user settings
 * @property {'on' | 'off'} [trust] `off` leaves the folder untrusted
 * @property {string} [logFile] where the host's own output goes
 * @property {NodeJS.ProcessEnv} [env] added to the environment of the host and of what it starts
 * @property {number} [idleSeconds] the host ends by itself when no browser was connected for this long (at least 60)
 */

/**
 * @typedef {object} Host
 * @property {string} url opens the folder
 * @property {string} origin
 * @property {string} userData
 * @property {string} mark value of the environment variable that marks every process of this host
 * @property {Promise<void>} ended settles when the host ends, for whatever reason
 * @property {() => Promise<import('./processTree.mjs').Process[]>} stop resolves to the processes that had to be killed
 */

/**
 * Starts the host and waits until it answers.
 * @param {HostOptions} options
 * @returns {Promise<Host>}
 */
export async function startHost(options) {
  const folder = resolve(options.folder);
  if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
  const paths = await prepareHost();
  const fresh = options.userData ? undefined : await mkdtemp(join(tmpdir(), 'workspai-host-'));
  const userData = resolve(options.userData ?? /** @type {string} */ (fresh));
  const mark = randomUUID();
  const env = hostEnvironment(paths.node.bin, { ...options.env, [MARK]: mark });
  await writeSettings(userData, options.settings);
  // Its own configuration file: otherwise one is written to the home folder.
  const config = join(userData, 'code-server.yaml');
  await writeFile(config, 'auth: none\n');
  const folders = [paths.entry, '--config', config, '--user-data-dir', userData, '--extensions-dir', join(userData, 'extensions')];

  if (options.vsix?.length) {
    const install = options.vsix.flatMap((file) => ['--install-extension', resolve(file)]);
    await run(paths.node.program, [...folders, ...install, '--force'], { env, what: 'installing the extension' });
  }

  const child = spawn(paths.node.program, [...folders, ...startFlags(options), folder], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${paths.node.program} did not start`);
  const output = collectOutput(child, options.logFile);
  const ended = new Promise((done) => child.once('close', done)).then(() => undefined);
  const killNow = () => killTree(pid, mark);
  // Before other listeners, which may remove the folders that the host writes to.
  process.prependOnceListener('exit', killNow);
  const stop = async () => {
    const killed = await endTree(pid, mark);
    process.off('exit', killNow);
    await ended;
    if (fresh) await rm(fresh, { recursive: true, force: true, maxRetries: 5 });
    return killed;
  };
  try {
    const origin = await firstAnswer(output, ended);
    return { url: openUrl(origin, folder), origin, userData, mark, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {HostOptions} options */
function startFlags({ port = 0, trust = 'on', idleSeconds }) {
  return [
    '--auth', 'none',
    '--bind-addr', `127.0.0.1:${port}`,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    ...(trust === 'on' ? ['--disable-workspace-trust'] : []),
    ...(idleSeconds ? ['--idle-timeout-seconds', String(idleSeconds)] : []),
  ];
}

/**
 * @param {string} nodeBin
 * @param {NodeJS.ProcessEnv} added
 */
function hostEnvironment(nodeBin, added) {
  // Started from a terminal of VS Code, these would make the host talk to that editor, or listen elsewhere.
  const foreign = /^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  const kept = Object.entries(process.env).filter(([key]) => !foreign.test(key));
  return { ...Object.fromEntries(kept), PATH: `${nodeBin}${delimiter}${process.env.PATH ?? ''}`, ...added };
}

/**
 * Existing settings of a kept folder win over the quiet ones, the asked-for ones win over all.
 * @param {string} userData
 * @param {Record<string, unknown>} [settings]
 */
async function writeSettings(userData, settings = {}) {
  const path = join(userData, 'User/settings.json');
  await mkdir(join(userData, 'User'), { recursive: true });
  const existing = existsSync(path) ? readFileSync(path, 'utf8') : '{}';
  try {
    const merged = { ...QUIET_SETTINGS, ...JSON.parse(existing), ...settings };
    await writeFile(path, `${JSON.stringify(merged, null, 2)}\n`);
  } catch (error) {
    // Comments are allowed there; such a file belongs to a person and stays as it is.
    if (Object.keys(settings).length > 0) throw new Error(`${path} cannot be changed: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @param {string} [logFile]
 */
function collectOutput(child, logFile) {
  const output = { text: '' };
  const log = logFile ? createWriteStream(logFile) : undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      log?.write(chunk);
      if (output.text.length < 100_000) output.text += chunk;
    });
  }
  child.once('close', () => log?.end());
  return output;
}

/**
 * @param {{ text: string }} output
 * @param {Promise<void>} ended
 */
async function firstAnswer(output, ended) {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && !hasEnded) {
    const origin = /HTTP server listening on (http:\/\/[\d.:]+)/.exec(output.text)?.[1];
    if (origin && (await answers(origin))) return origin;
    await new Promise((done) => setTimeout(done, 50));
  }
  const state = hasEnded ? 'ended at once' : `did not answer within ${START_LIMIT_MS / 1000} s`;
  throw new Error(`VS Code ${state}:\n${output.text.trim() || '(no output)'}`);
}

/** @param {string} origin */
async function answers(origin) {
  return fetch(`${origin}/healthz`).then(({ ok }) => ok, () => false);
}

/**
 * @param {string} origin
 * @param {string} folder
 */
function openUrl(origin, folder) {
  const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${origin}/?${kind}=${encodeURIComponent(folder).replaceAll('%2F', '/')}`;
}

/**
 * @param {string} [portFile]
 * @returns {Promise<number>} 0 when there is none, or when it is taken
 */
async function lastPort(portFile) {
  const port = portFile && existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  const probe = createServer();
  return new Promise((done) => {
    probe.once('error', () => done(0));
    probe.listen(port || 0, '127.0.0.1', () => probe.close(() => done(port || 0)));
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vsix: { type: 'string', multiple: true, default: [] },
      port: { type: 'string' },
      'user-data': { type: 'string' },
      settings: { type: 'string' },
      trust: { type: 'string', default: 'on' },
    },
  });
  const folder = positionals[0];
  if (!folder || positionals.length > 1) throw new Error('name one folder to open');
  if (values.trust !== 'on' && values.trust !== 'off') throw new Error('--trust is on or off');

  progress('starting VS Code …');
  const portFile = values['user-data'] ? join(values['user-data'], 'port') : undefined;
  const host = await startHost({
    folder,
    vsix: values.vsix,
    port: values.port ? Number(values.port) : await lastPort(portFile),
    trust: values.trust,
    ...(values['user-data'] ? { userData: values['user-data'] } : {}),
    ...(values.settings ? { settings: JSON.parse(readFileSync(values.settings, 'utf8')) } : {}),
  });
  if (portFile) await writeFile(portFile, new URL(host.origin).port);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    progress('stopping …');
    void host.stop().then(() => process.exit(0));
  };
  for (const name of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, stop);
  console.log(`Workspai is open at ${host.url}`);
  progress('Press Ctrl+C to stop.');
  await host.ended;
  if (!isStopping) {
    await host.stop();
    throw new Error('VS Code ended by itself');
  }
}

if (isMain(import.meta.url)) {
  main().catch((/** @type {Error} */ error) => {
    progress(`error: ${error.message}`);
    process.exitCode = 1;
  });
}
