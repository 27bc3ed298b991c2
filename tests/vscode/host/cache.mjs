// The folder outside the repository where the editor host is built once per machine.
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOCK_MAX_AGE_MS = 30 * 60_000;

/** @param {string} line */
export function progress(line) {
  process.stderr.write(`${line}\n`);
}

/** @returns {string} */
export function cacheRoot() {
  const { WORKSPAI_CACHE, XDG_CACHE_HOME } = process.env;
  if (WORKSPAI_CACHE) return WORKSPAI_CACHE;
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'workspai');
}

/** @param {string} path */
export async function exists(path) {
  return stat(path).then(() => true, () => false);
}

/**
 * Returns `<cache>/<name>`, building it first when it is not there.
 *
 * The build happens in a temporary folder that is renamed when complete, so the final path either holds a whole result
 * or does not exist. Two callers do not build at the same time: the second waits for the first.
 *
 * @param {string} name
 * @param {(folder: string) => Promise<void>} build fills an empty folder
 */
export async function buildOnce(name, build) {
  const target = join(cacheRoot(), name);
  if (await exists(target)) return target;

  await mkdir(cacheRoot(), { recursive: true });
  const unlock = await lock(`${target}.lock`);
  try {
    if (await exists(target)) return target;
    await removeDrafts(name);
    const draft = `${target}.draft-${process.pid}`;
    await mkdir(draft, { recursive: true });
    try {
      await build(draft);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
    return target;
  } finally {
    await unlock();
  }
}

/**
 * What a killed build left behind; the lock is held, so no draft of this name is in use.
 * @param {string} name
 */
async function removeDrafts(name) {
  for (const entry of await readdir(cacheRoot())) {
    if (entry.startsWith(`${name}.draft-`)) await rm(join(cacheRoot(), entry), { recursive: true, force: true });
  }
}

/** @param {string} path */
async function lock(path) {
  let announced = false;
  for (;;) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (await isStale(path)) {
      // Losing this race costs a second build, never a wrong one: the rename at the end is atomic.
      await rm(path, { force: true });
      continue;
    }
    if (!announced) progress(`waiting for another process that is building (${path})`);
    announced = true;
    await sleep(300);
  }
}

/** @param {string} path */
async function isStale(path) {
  try {
    const { mtimeMs } = await stat(path);
    const age = Date.now() - mtimeMs;
    if (age > LOCK_MAX_AGE_MS) return true;
    const pid = Number(await readFile(path, 'utf8'));
    // Just created, its owner has not written the number yet.
    if (!pid) return age > 5_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    return code === 'ESRCH';
  }
}
