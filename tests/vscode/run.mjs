#!/usr/bin/env node
// Runs the scenarios on the Node that they want, whatever the system has.
//
//   run.mjs [FILE…] [--test-name-pattern=TEXT]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { progress } from './host/cache.mjs';
import { run } from './host/exec.mjs';
import { checkMachine, prepareHost } from './host/prepare.mjs';
import { explainMissing } from './host/tools.mjs';

const here = import.meta.dirname;

async function main() {
  const { missing } = await checkMachine();
  if (missing.length > 0) throw new Error(explainMissing(missing));
  const { node } = await prepareHost();
  const env = { ...process.env, PATH: `${node.bin}${delimiter}${process.env.PATH ?? ''}` };
  if (!existsSync(join(here, 'node_modules'))) {
    progress('installing the test dependencies …');
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, env, what: 'npm ci' });
  }
  const args = process.argv.slice(2);
  const files = args.some((arg) => !arg.startsWith('-')) ? [] : ['host/*.test.ts', 'fakeOpenai/*.test.ts', '*.test.ts', 'scenarios/*.test.ts'];
  // One file at a time: each has an editor and a browser of its own.
  const flags = ['--test', '--test-concurrency=1', '--test-timeout=300000', ...args, ...files];
  const child = spawn(node.program, flags, { cwd: here, env, stdio: 'inherit' });
  for (const name of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM'])) process.on(name, () => child.kill(name));
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

main().catch((/** @type {Error} */ error) => {
  progress(`error: ${error.message}`);
  process.exitCode = 1;
});
