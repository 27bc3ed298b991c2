// Ends a host with everything it started: extension host, language servers, terminals, the sidecar.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process of a host inherits this variable, so those that changed their process group are found too. */
export const MARK = 'WORKSPAI_HOST_ID';

/** @typedef {{ pid: number, command: string }} Process */

/**
 * The running processes that carry the mark. Linux only; elsewhere the process group has to do.
 * @param {string} mark
 * @returns {Process[]}
 */
export function marked(mark) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(`${MARK}=${mark}`)) return [];
      // The third field of `stat`, after a name that may hold anything.
      const state = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.[0];
      if (state === 'Z') return [];
      return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ').trim() }];
    } catch {
      return [];
    }
  });
}

/**
 * Asks the process group of `pid` to end, waits, and kills what is left.
 * @param {number} pid leader of a process group
 * @param {string} mark
 * @param {number} graceMs how long the processes may take to end by themselves
 * @returns {Promise<Process[]>} what had to be killed
 */
export async function endTree(pid, mark, graceMs = 5_000) {
  signal(-pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && (isAlive(-pid) || marked(mark).length > 0)) await sleep(50);
  const left = marked(mark);
  killTree(pid, mark);
  return left;
}

/**
 * Kills without waiting, for when this process itself is ending.
 * @param {number} pid
 * @param {string} mark
 */
export function killTree(pid, mark) {
  for (const process of marked(mark)) signal(process.pid, 'SIGKILL');
  signal(-pid, 'SIGKILL');
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}
