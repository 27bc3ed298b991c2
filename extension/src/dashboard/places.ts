/** Which file a workspace path means. Plain values, so that every way out of the workspace has a test. */
import type { RootReport } from "../wire/generated";

export interface Place {
  /** The opened folder it lies in. */
  readonly root: RootReport;
  /** Below the folder: at least one, each a plain file name. */
  readonly segments: readonly string[];
}

/**
 * The place of a workspace path (`/` between segments; with several folders the first segment is the folder's mount).
 * `undefined` for whatever is not plainly inside: absolute, `..`, a drive, a scheme, a backslash, a control character.
 */
export function placeOf(path: string, roots: readonly RootReport[]): Place | undefined {
  const segments = path.split("/");
  if (!segments.every(isPlainName)) return undefined;
  const [only] = roots;
  if (roots.length === 1 && only?.mount === "") return { root: only, segments };
  const root = roots.find((candidate) => candidate.mount !== "" && candidate.mount === segments[0]);
  return root && segments.length > 1 ? { root, segments: segments.slice(1) } : undefined;
}

function isPlainName(segment: string): boolean {
  if (segment === "" || segment === "." || segment === "..") return false;
  // A backslash separates, and a colon names a drive or a stream, on Windows.
  for (const letter of segment) {
    if (letter < " " || letter === "\u007f" || letter === "\\" || (letter === ":" && process.platform === "win32")) return false;
  }
  return !/^[A-Za-z]:$/.test(segment);
}

/** Whether `file` is `folder` or below it. Both are real paths, with links resolved. */
export function isInside(file: string, folder: string, separator: "/" | "\\"): boolean {
  return file === folder || file.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}
