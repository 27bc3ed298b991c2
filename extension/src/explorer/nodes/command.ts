import { code } from "../../markdown";
import type { CommandPlace } from "../../wire/generated";
import { defineNode } from "./node";

/** A line to type in the project's folder. */
export interface CommandItem {
  readonly kind: "command";
  readonly project: string;
  readonly command: CommandPlace;
}

const ICONS: Readonly<Record<string, string>> = {
  dev: "debug-start",
  start: "play",
  test: "beaker",
  build: "tools",
  lint: "checklist",
};

export const commandNode = defineNode<CommandItem>({
  kind: "command",
  view: ({ project, command }) => ({
    id: `command:${project}:${command.role}`,
    label: command.role,
    description: command.command,
    icon: { kind: "theme", id: ICONS[command.role] ?? "terminal" },
    tooltip: (linkTo) => `${code(command.command)}\n\nDefined in ${linkTo(command)}`,
    context: "command",
    expansion: "none",
    opens: command,
  }),
});
