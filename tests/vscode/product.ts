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

function named(variable: string): string | undefined {
  const path = process.env[variable];
  if (!path) return undefined;
  if (!existsSync(path)) throw new Error(`${variable} names ${path}, which does not exist`);
  return resolve(path);
}

function newest(kind: string): string {
  const names = existsSync(BUILT) ? readdirSync(BUILT).filter((name) => name.endsWith('.vsix') && name.includes(kind)) : [];
  const [path] = names.map((name) => join(BUILT, name)).sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
  if (!path) throw new Error(`no ${kind} package in ${BUILT}: run \`cargo xtask package\``);
  return path;
}
