import type { WorkspaceMap } from "../graph/map";
import { cell, link, place, type Table } from "./table";

/** The lines of the map, dead ones first. */
export function connectionsTable({ nodes, lines }: WorkspaceMap): Table {
  const name = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
  return {
    label: "Connections",
    columns: [
      { label: "From", isSortable: true },
      { label: "Connection", isSortable: true },
      { label: "To", isSortable: true },
      { label: "Where", isSortable: true },
    ],
    rows: [...lines]
      .sort((a, b) => Number(b.isDead) - Number(a.isDead))
      .map((line) => {
        const word = line.kind === "dependsOn" ? "depends on" : "shares a port with";
        return {
          id: `${line.kind} ${line.from} ${line.to}`,
          cells: [
            cell(name(line.from), { text: name(line.from) }),
            line.isDead
              ? cell(word, { text: word }, { text: "does not exist", icon: "error", tone: "error" })
              : cell(word, line.kind === "sharesPort" ? { text: word, icon: "warning", tone: "warning" } : { text: word }),
            cell(name(line.to), { text: name(line.to) }),
            cell(place(line.file, line.line), link(place(line.file, line.line), line.file, line.line)),
          ],
        };
      }),
  };
}
