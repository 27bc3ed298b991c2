import * as vscode from "vscode";
import type { Ctx } from "./ctx";
import { leadsOutside } from "./outside";
import { locatePath, type Place } from "./places";
import type { RootReport } from "./wire/generated";

/** The editor's URI of a workspace path; `undefined` when it is not inside an opened folder. */
export function uriOf(path: string, roots: readonly RootReport[]): vscode.Uri | undefined {
  const location = locatePath(path, roots);
  return location && vscode.Uri.joinPath(vscode.Uri.parse(location.root.uri), ...location.segments);
}

/** The same for whoever reads or writes there: no link on the way leads out. Rejects with a sentence for the user. */
export async function insideUri(path: string, roots: readonly RootReport[]): Promise<vscode.Uri> {
  const location = locatePath(path, roots);
  if (!location) {
    throw new Error(`${path} is not in an opened folder.`);
  }
  const folder = vscode.Uri.parse(location.root.uri);
  const uri = vscode.Uri.joinPath(folder, ...location.segments);
  if (uri.scheme === "file" && (await leadsOutside(uri.fsPath, folder.fsPath))) {
    throw new Error(`${path} is a link that leads out of the opened folder.`);
  }
  return uri;
}

/** The workspace path of a URI; `undefined` outside the opened folders. */
export function pathOf(uri: vscode.Uri, roots: readonly RootReport[]): string | undefined {
  let best: { readonly path: string; readonly depth: number } | undefined;
  for (const root of roots) {
    const folder = vscode.Uri.parse(root.uri);
    const prefix = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
    if (uri.scheme === folder.scheme && uri.authority === folder.authority && uri.path.startsWith(prefix)) {
      const below = uri.path.slice(prefix.length);
      const path = root.mount === "" ? below : `${root.mount}/${below}`;
      if (best === undefined || prefix.length > best.depth) {
        best = { path, depth: prefix.length };
      }
    }
  }
  return best?.path;
}

/** The line and column of a place, for a link in a hover. */
export function linkOf(place: Place, roots: readonly RootReport[]): string | undefined {
  const at = place.line === undefined ? "" : `L${place.line}`;
  return uriOf(place.file, roots)?.with({ fragment: at }).toString();
}

export function rangeOf(place: Place): vscode.Range | undefined {
  if (place.line === undefined) {
    return undefined;
  }
  const start = new vscode.Position(Math.max(0, place.line - 1), Math.max(0, (place.column ?? 1) - 1));
  return new vscode.Range(start, start);
}

/** Opens a workspace file at its line. */
export async function openPlace(ctx: Ctx, place: Place): Promise<void> {
  const uri = await insideUri(place.file, ctx.state.overview.value?.roots ?? []);
  const selection = rangeOf(place);
  try {
    await vscode.window.showTextDocument(uri, { preview: true, ...(selection ? { selection } : {}) });
  } catch {
    throw new Error(`${place.file} cannot be opened: it is gone, or it is not a text.`);
  }
}
