/** What an AI action of the dashboard asks. Plain. */
import type { Question } from "../question";
import type { DashboardState } from "../wire/generated";
import type { Subject } from "./contract";

/** The question; `undefined` when its subject is gone. */
export function questionAbout(subject: Subject, state: DashboardState | undefined): Question | undefined {
  const question: Question = { command: "ask", prompt: "", isDraft: false, cause: null, place: null };
  switch (subject.kind) {
    case "workspace":
      return { ...question, prompt: "What is in this workspace, and how do its parts depend on each other?" };
    case "health":
      return { ...question, command: "doctor" };
    case "error":
      return { ...question, command: "debug", isDraft: true };
    case "project": {
      const project = state?.overview.projects.find(({ path }) => path === subject.path);
      return (
        project && {
          ...question,
          prompt: `What is ${project.name}, and what does it need to run?`,
          place: { file: project.manifest, line: 1 },
        }
      );
    }
    case "finding": {
      const finding = state?.findings.find(({ id }) => id === subject.id);
      return (
        finding && {
          ...question,
          command: "debug",
          prompt: finding.message,
          cause: { kind: "finding", id: finding.id },
          place: { file: finding.file, line: finding.line },
        }
      );
    }
  }
}
