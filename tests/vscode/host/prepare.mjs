#!/usr/bin/env node
// Builds a real VS Code (code-server) and the Node it runs on, once per machine, from the npm registry alone.
//
//   prepare.mjs              builds what is missing, prints the folder of the host
//   prepare.mjs --node-only  installs only the modern Node, prints its bin directory
//   prepare.mjs --json       builds what is missing, prints all paths as JSON
//   prepare.mjs --check      builds nothing, prints as JSON what is missing on this machine; exit code 1 if anything is
//
// Progress goes to stderr. Runs on Node 20 or later, without dependencies.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { buildOnce, cacheRoot, exists, progress } from './cache.mjs';
import { isMain, run } from './exec.mjs';
import { chromium, explainMissing, missingBrowser, missingCompilers, which } from './tools.mjs';

const versionsText = readFileSync(new URL('versions.json', import.meta.url), 'utf8');
/** @type {{ codeServer: string, node: string, nodeGyp: string, recipe: number }} */
const versions = JSON.parse(versionsText);
const machine = `${process.platform}-${process.arch}`;
const nodeName = `node-${versions.node}-${machine}`;
const hostName = `code-server-${versions.codeServer}-${machine}-${createHash('sha256').update(versionsText).digest('hex').slice(0, 8)}`;

// A module that has a prebuilt binary for this machine loads at once; the others are compiled.
const NATIVE_MODULES = ['@vscode/spdlog', 'node-pty', '@vscode/native-watchdog', '@parcel/watcher'];

/**
 * @typedef {{ home: string, bin: string, program: string }} NodePaths `home` has `include/`, `bin` goes into PATH
 * @typedef {{ folder: string, entry: string, node: NodePaths }} HostPaths `entry` is code-server's main module
 */

/**
 * The Node that the editor, vsce and the test runner want, whatever the system has.
 * @returns {Promise<NodePaths>}
 */
export async function prepareNode() {
  const home = await buildOnce(nodeName, installNode);
  return nodePaths(home);
}

/** @returns {Promise<HostPaths>} */
export async function prepareHost() {
  const node = await prepareNode();
  const folder = await buildOnce(hostName, (draft) => buildHost(draft, node));
  return { folder, entry: join(folder, 'node_modules/code-server/out/node/entry.js'), node };
}

/** What is missing on this machine for the host to be built and the tests to run. */
export async function checkMachine() {
  const isBuilt = await exists(join(cacheRoot(), hostName));
  const compilers = isBuilt ? [] : missingCompilers();
  const npm = isBuilt || which('npm') ? [] : [{ tool: 'npm', apt: 'npm', why: 'fetches the editor' }];
  const missing = [...npm, ...compilers, ...missingBrowser()];
  return {
    missing,
    apt: missing.map(({ apt }) => apt),
    chromium: chromium() ?? null,
    nodeIsReady: await exists(join(cacheRoot(), nodeName)),
    hostIsBuilt: isBuilt,
    cache: cacheRoot(),
  };
}

/** @param {string} home */
function nodePaths(home) {
  const bin = join(home, 'bin');
  return { home, bin, program: join(bin, process.platform === 'win32' ? 'node.exe' : 'node') };
}

/** @param {string} draft */
async function installNode(draft) {
  progress(`installing Node ${versions.node} …`);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  // The npm package `node` does no more than install this one; the bare name for this machine is someone else's.
  const prefix = machine === 'darwin-arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${process.arch}`;
  const fetched = join(draft, 'fetched');
  await npmInstall(fetched, [`${name}@${versions.node}`], process.env);
  const source = join(fetched, 'node_modules', name);
  for (const part of ['bin', 'include', 'LICENSE']) {
    if (await exists(join(source, part))) await rename(join(source, part), join(draft, part));
  }
  await rm(fetched, { recursive: true });
  const version = (await run(nodePaths(draft).program, ['--version'])).trim();
  if (version !== `v${versions.node}`) throw new Error(`the npm package ${name} holds Node ${version}, not v${versions.node}`);
}

/**
 * @param {string} draft
 * @param {NodePaths} node
 */
async function buildHost(draft, node) {
  const missing = missingCompilers();
  if (missing.length > 0) throw new Error(explainMissing(missing));

  const started = Date.now();
  const env = { ...process.env, PATH: `${node.bin}${delimiter}${process.env.PATH ?? ''}` };
  progress(`fetching VS Code as code-server ${versions.codeServer} (1/3) …`);
  await npmInstall(draft, [`code-server@${versions.codeServer}`, `node-gyp@${versions.nodeGyp}`], env);

  progress('fetching its parts (2/3) …');
  const vscode = join(draft, 'node_modules/code-server/lib/vscode');
  await npm(vscode, ['install', '--ignore-scripts', '--omit=dev'], env);
  await npm(join(vscode, 'extensions'), ['install', '--ignore-scripts', '--omit=dev'], env);
  await symlink('node_modules', join(vscode, 'node_modules.asar'));

  progress('compiling its native modules (3/3) …');
  const nodeGyp = join(draft, 'node_modules/node-gyp/bin/node-gyp.js');
  await Promise.all(NATIVE_MODULES.map((name) => makeLoadable(name, vscode, nodeGyp, node, env)));
  progress(`VS Code is ready (${Math.round((Date.now() - started) / 1000)} s)`);
}

/**
 * @param {string} name
 * @param {string} vscode
 * @param {string} nodeGyp
 * @param {NodePaths} node
 * @param {NodeJS.ProcessEnv} env
 */
async function makeLoadable(name, vscode, nodeGyp, node, env) {
  const load = () => run(node.program, ['-e', `require(${JSON.stringify(name)})`], { cwd: vscode, env, what: `loading ${name}` });
  if (await load().then(() => true, () => false)) return;
  await run(node.program, [nodeGyp, 'rebuild', `--nodedir=${node.home}`], {
    cwd: join(vscode, 'node_modules', name),
    env,
    what: `compiling ${name}`,
  });
  await load();
}

/**
 * @param {string} folder
 * @param {string[]} packages
 * @param {NodeJS.ProcessEnv} env
 */
async function npmInstall(folder, packages, env) {
  await mkdir(folder, { recursive: true });
  // Without a manifest of its own npm would install into the nearest parent that has one.
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, ['install', '--ignore-scripts', '--save-exact', ...packages], env);
}

/**
 * @param {string} cwd
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function npm(cwd, args, env) {
  await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env, what: `npm ${args.join(' ')}` });
}

async function main() {
  const flags = new Set(process.argv.slice(2));
  if (flags.has('--check')) {
    const report = await checkMachine();
    console.log(JSON.stringify(report, null, 2));
    process.exitCode = report.missing.length > 0 ? 1 : 0;
  } else if (flags.has('--node-only')) {
    console.log((await prepareNode()).bin);
  } else {
    const host = await prepareHost();
    console.log(flags.has('--json') ? JSON.stringify({ ...host, chromium: chromium() ?? null }, null, 2) : host.folder);
  }
}

if (isMain(import.meta.url)) {
  main().catch((/** @type {Error} */ error) => {
    progress(`error: ${error.message}`);
    process.exitCode = 1;
  });
}
