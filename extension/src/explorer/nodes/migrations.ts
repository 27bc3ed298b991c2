import { code, plainText } from "../../markdown";
import { dotted, plural } from "../../words";
import type { MigrationsReport } from "../../wire/generated";
import { belowProject } from "./endpoint";
import { defineNode } from "./node";

/** The migrations of one folder. */
export interface MigrationsItem {
  readonly kind: "migrations";
  readonly project: string;
  readonly migrations: MigrationsReport;
}

export const migrationsNode = defineNode<MigrationsItem>({
  kind: "migrations",
  view: ({ project, migrations: { tool, folder, count, heads, problems, file, line } }) => ({
    id: `migrations:${project}:${tool}:${folder}`,
    label: belowProject(folder, project),
    description: dotted(tool, plural(count, "migration"), problems.length > 0 && plural(problems.length, "problem")),
    icon: {
      kind: "theme",
      id: problems.length > 0 ? "warning" : "layers",
      ...(problems.length > 0 ? { color: "list.warningForeground" } : {}),
    },
    tooltip: (linkTo) =>
      [
        `**${plainText(tool)}** ${code(folder)}, ${plural(count, "migration")}`,
        `${heads.length === 1 ? "Head" : "Heads"} ${heads.map(code).join(", ")}, in ${linkTo({ file, line })}`,
        ...problems.map((problem) => `- ${plainText(problem)}`),
      ].join("\n\n"),
    context: "migrations",
    expansion: "none",
    opens: { file, line },
  }),
});
