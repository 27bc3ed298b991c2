// Which file or folder a workspace path means. Plain.
import type { RootReport } from "./wire/generated";

/** A file, folder or line of the workspace. */
export interface Place {
  /** Workspace path with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
}

/** An opened folder and the way below it. */
export interface Location {
  readonly root: RootReport;
  /** Plain names; none for the folder itself. */
  readonly segments: readonly string[];
}

/**
 * Where a workspace path lies. With several folders the first segment is the folder's mount.
 * `undefined` for whatever is not plainly inside: absolute, `..`, a scheme, a backslash, a control character.
 */
export function locatePath(path: string, roots: readonly RootReport[]): Location | undefined {
  const segments = path === "." || path === "" ? [] : path.split("/");
  if (!segments.every(isPlainName)) {
    return undefined;
  }
  const [only] = roots;
  if (roots.length === 1 && only?.mount === "") {
    return { root: only, segments };
  }
  const root = roots.find(({ mount }) => mount !== "" && mount === segments[0]);
  return root ? { root, segments: segments.slice(1) } : undefined;
}

function isPlainName(segment: string): boolean {
  if (segment === "" || segment === "." || segment === "..") {
    return false;
  }
  return ![...segment].some((letter) => letter < " " || letter === "\u007f" || letter === "\\") && !/^[A-Za-z]:/.test(segment);
}

/** The path below the opened folder: what a person calls the file. */
export function displayPath(path: string, roots: readonly RootReport[]): string {
  const location = locatePath(path, roots);
  return location === undefined ? path : location.segments.join("/") || location.root.name;
}

/** `saas-api/src/main.py:12`. */
export function placeText(place: Place): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
}

/** Whether a workspace path is `folder` or below it. */
export function isBelow(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

/** The innermost of `projects` that holds a workspace path. */
export function projectOf<P extends { readonly path: string }>(path: string, projects: readonly P[]): P | undefined {
  let best: P | undefined;
  for (const project of projects) {
    const isBetter = best === undefined || best.path === "." || project.path.length > best.path.length;
    if (isBelow(path, project.path) && isBetter) {
      best = project;
    }
  }
  return best;
}
