/** Links that lead out of the workspace. A path can be plainly inside by its name, and still end elsewhere. */
import { lstat, realpath } from "node:fs/promises";
import { dirname, sep } from "node:path";

/**
 * Whether `file` ends outside of `folder` once every link is followed. Of a file that is not there, its nearest folder
 * counts. A link to nowhere is outside: a file written there would come to be wherever it points.
 */
export async function leadsOutside(file: string, folder: string): Promise<boolean> {
  const inside = await followed(folder);
  if (inside === undefined) {
    return false;
  }
  for (let path = file; ; path = dirname(path)) {
    const end = await followed(path);
    if (end !== undefined) {
      return !isInside(end, inside);
    }
    if ((await isLink(path)) || path === dirname(path)) {
      return true;
    }
  }
}

async function followed(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then((found) => found.isSymbolicLink(), () => false);
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
