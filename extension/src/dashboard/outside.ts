/** Links that lead out of the workspace. A path can be plainly inside by its name, and still end elsewhere. */
import { realpath } from "node:fs/promises";
import { sep } from "node:path";

/** Whether `file` ends outside of `folder` once every link is followed. A file that is not there does not. */
export async function leadsOutside(file: string, folder: string): Promise<boolean> {
  try {
    return !isInside(await realpath(file), await realpath(folder));
  } catch {
    return false;
  }
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
