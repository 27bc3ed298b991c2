// Programs that must be on the machine, and how to get the missing ones.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {{ tool: string, apt: string, why: string }} MissingTool
 */

const COMPILERS = [
  { tool: 'g++', apt: 'g++', why: 'compiles the native modules of the editor' },
  { tool: 'make', apt: 'make', why: 'compiles the native modules of the editor' },
  { tool: 'python3', apt: 'python3', why: 'node-gyp is written in it' },
];

/** @param {string} name */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder && isExecutable(path)) return path;
  }
  return undefined;
}

/** The browser that drives the editor: `$WORKSPAI_CHROMIUM`, else a Chromium or Chrome on PATH. */
export function chromium() {
  const named = process.env.WORKSPAI_CHROMIUM;
  if (named) return isExecutable(named) ? named : undefined;
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(which).find(Boolean);
}

/** @returns {MissingTool[]} */
export function missingCompilers() {
  return COMPILERS.filter(({ tool }) => !which(tool));
}

/** @returns {MissingTool[]} */
export function missingBrowser() {
  return chromium() ? [] : [{ tool: 'chromium', apt: 'chromium', why: 'the browser that the tests drive' }];
}

/** @param {MissingTool[]} missing */
export function explainMissing(missing) {
  const lines = missing.map(({ tool, why }) => `  ${tool}: ${why}`);
  const packages = missing.map(({ apt }) => apt).join(' ');
  return `missing on this machine:\n${lines.join('\n')}\nInstall them, on Debian or Ubuntu with:\n  sudo apt-get install -y ${packages}`;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
