// What the ✦ of a row asks about. Plain.
import type { Question } from "../question";
import { belowProject } from "./nodes/endpoint";
import { type Item, projectPathOf, viewOf } from "./nodes/tree";

/** The beginning of a question, for the user to complete. */
export function questionAbout(item: Item): Question {
  const project = projectPathOf(item);
  const place = viewOf(item).opens ?? (item.kind === "project" ? { file: item.project.manifest } : null);
  const subject = subjectOf(item);
  const where = project !== null && project !== "." && item.kind !== "project" ? ` in ${project}` : "";
  return { command: "ask", prompt: `About ${subject}${where}: `, isDraft: true, cause: null, place };
}

function subjectOf(item: Item): string {
  switch (item.kind) {
    case "folder":
      return `the folder ${item.root.name}`;
    case "project":
      return `the project ${item.project.name}`;
    case "group":
      return `the ${item.group}`;
    case "module":
      return `the module ${item.module.name}`;
    case "endpoint":
      return `the endpoint ${item.endpoint.method} ${item.endpoint.path}`;
    case "env":
      return `the env key ${item.env.key}`;
    case "envPlace":
      return `the env key ${item.key} at ${belowProject(item.place.file, item.project)}:${item.place.line}`;
    case "services":
      return "the services";
    case "service":
      return `the service ${item.service.name}`;
    case "command":
      return `the command ${item.command.role}`;
    case "migrations":
      return `the migrations in ${item.migrations.folder}`;
    case "dependency":
      return `the dependency ${item.dependency.name}`;
  }
}
