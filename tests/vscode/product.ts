import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const BUILT = resolve(import.meta.dirname, '../../target/vsix');

/** The packaged extension: `$WORKSPAI_VSIX`, else the newest platform package that `cargo xtask package` made. */
export function productVsix(): string {
  const named = process.env.WORKSPAI_VSIX;
  if (named) {
    if (!existsSync(named)) throw new Error(`WORKSPAI_VSIX names ${named}, which does not exist`);
    return resolve(named);
  }
  const names = existsSync(BUILT) ? readdirSync(BUILT).filter((name) => name.endsWith('.vsix')) : [];
  const platform = names.filter((name) => name.includes(`${process.platform}-${process.arch}`));
  const newest = platform.map((name) => join(BUILT, name)).sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0];
  if (!newest) throw new Error(`no packaged extension in ${BUILT}: run \`cargo xtask package\`, or name one in WORKSPAI_VSIX`);
  return newest;
}
