import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Loads the runtime code of an installed module from `.rapidkit/vendor`. */
export function loadVendored<T>(module: string, version: string, relative: string): T {
  const path = join(projectRoot(), '.rapidkit', 'vendor', module, version, relative);
  if (!existsSync(path)) {
    throw new Error(`module ${module} ${version} is not vendored: ${path} is missing`);
  }
  return require(path) as T;
}

function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, '.rapidkit'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('there is no .rapidkit folder above ' + __dirname);
    folder = parent;
  }
  return folder;
}
