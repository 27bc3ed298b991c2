import * as vscode from "vscode";
import type { FindingCounts } from "../wire/generated";
import { findingsText } from "./nodes/project";

/** A scheme of our own: the badges must not show on the same folders elsewhere in the editor. */
const SCHEME = "workspai-row";

/** The address of a row. It holds the counts, so that a change of them is a change of the badge. */
export function badgeUri(id: string, counts: FindingCounts): vscode.Uri {
  const { errors, warnings, infos } = counts;
  const query = `errors=${errors}&warnings=${warnings}&infos=${infos}`;
  return vscode.Uri.from({ scheme: SCHEME, path: `/${id}`, query });
}

/** The number of findings at the end of a project's row, in the colour of the worst. */
export function registerBadges(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => {
      if (uri.scheme !== SCHEME) {
        return undefined;
      }
      const query = new URLSearchParams(uri.query);
      const count = (key: string): number => Number(query.get(key) ?? 0);
      const counts = { errors: count("errors"), warnings: count("warnings"), infos: count("infos") };
      if (counts.errors + counts.warnings === 0) {
        return undefined;
      }
      const shown = counts.errors || counts.warnings;
      const color = new vscode.ThemeColor(counts.errors > 0 ? "list.errorForeground" : "list.warningForeground");
      return { badge: shown > 9 ? "9+" : String(shown), tooltip: findingsText(counts), color, propagate: false };
    },
  });
}
