import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { buildOnce, exists } from './cache.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'workspai-cache-'));
  process.env.WORKSPAI_CACHE = root;
});
afterEach(async () => {
  delete process.env.WORKSPAI_CACHE;
  await rm(root, { recursive: true });
});

test('builds once, even for two callers at the same time', async () => {
  let builds = 0;
  const build = async (folder: string) => {
    builds += 1;
    await new Promise((done) => setTimeout(done, 50));
    await writeFile(join(folder, 'made'), 'yes');
  };
  const [first, second] = await Promise.all([buildOnce('thing', build), buildOnce('thing', build)]);
  assert.equal(first, second);
  assert.equal(builds, 1);
  assert.equal(await readFile(join(first, 'made'), 'utf8'), 'yes');
});

test('leaves nothing behind when the build fails, and builds again', async () => {
  await assert.rejects(buildOnce('thing', () => Promise.reject(new Error('no network'))), /no network/);
  assert.deepEqual(await readdir(root), []);
  await buildOnce('thing', (folder) => writeFile(join(folder, 'made'), 'yes'));
  assert.deepEqual(await readdir(root), ['thing']);
});

test('takes over the lock and the draft of a process that was killed', async () => {
  // No process has this number: it is above the kernel's limit.
  await writeFile(join(root, 'thing.lock'), '99999999');
  await writeFile(join(root, 'thing.draft-99999999'), 'half');
  const made = await buildOnce('thing', (folder) => writeFile(join(folder, 'made'), 'yes'));
  assert.equal(await exists(join(made, 'made')), true);
  assert.deepEqual(await readdir(root), ['thing']);
});
