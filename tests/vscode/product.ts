import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const BUILT = resolve(import.meta.dirname, '../../target/vsix');

/** The packaged extension with its program: `$WORKSPAI_VSIX`, else the newest one that `cargo xtask package` made. */
export function productVsix(): string {
  return named('WORKSPAI_VSIX') ?? newest(`${process.platform}-${process.arch}`);
}

/** The package without a program: `$WORKSPAI_UNIVERSAL_VSIX`, else the one that `cargo xtask package` made. */
export function universalVsix(): string {
  return named('WORKSPAI_UNIVERSAL_VSIX') ?? newest('universal');
}

/** A sidecar of the same build: `$WORKSPAI_BINARY`, else the newest that cargo has built. */
export function sidecarBinary(): string {
  const built = ['release', 'debug'].map((profile) => resolve(BUILT, '..', profile, 'workspai')).filter(existsSync);
  const binary = named('WORKSPAI_BINARY') ?? newestOf(built);
  if (!binary) throw new Error('there is no sidecar: run `cargo build -p workspai`');
  return binary;
}

function named(variable: string): string | undefined {
  const path = process.env[variable];
  if (!path) return undefined;
  if (!existsSync(path)) throw new Error(`${variable} names ${path}, which does not exist`);
  return resolve(path);
}

function newest(kind: string): string {
  const names = existsSync(BUILT) ? readdirSync(BUILT).filter((name) => name.endsWith('.vsix') && name.includes(kind)) : [];
  const path = newestOf(names.map((name) => join(BUILT, name)));
  if (!path) throw new Error(`no ${kind} package in ${BUILT}: run \`cargo xtask package\``);
  return path;
}

function newestOf(paths: readonly string[]): string | undefined {
  return [...paths].sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0];
}
