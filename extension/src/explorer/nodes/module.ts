import { code, plainText } from "../../markdown";
import type { ModuleReport } from "../../wire/generated";
import { defineNode } from "./node";

/** An installed module. */
export interface ModuleItem {
  readonly kind: "module";
  readonly project: string;
  readonly module: ModuleReport;
}

export const moduleNode = defineNode<ModuleItem>({
  kind: "module",
  view: ({ project, module }) => ({
    id: `module:${project}:${module.slug}`,
    label: module.name,
    ...(module.version === null ? {} : { description: module.version }),
    icon: { kind: "theme", id: "package" },
    tooltip: (linkTo) =>
      `**${plainText(module.name)}** ${module.version ? code(module.version) : ""}\n\n` +
      `${code(module.slug)}, registered in ${linkTo(module)}`,
    context: "module",
    expansion: "none",
    opens: module,
  }),
});
