// Which command a button of an answer runs. Plain.
import type { ChatAction } from "../wire/generated";

export interface ButtonCommand {
  readonly command: string;
  readonly arguments?: unknown[];
}

export function buttonCommand(action: ChatAction): ButtonCommand {
  switch (action.kind) {
    case "previewFix":
      return { command: "workspai.doctor.previewFix", arguments: [{ finding: action.finding, fix: action.fix }] };
    case "open":
      return { command: "workspai.open", arguments: [{ file: action.file, line: action.line }] };
    case "showIncident":
      return { command: "workspai.incident.open", arguments: [{ id: action.id }] };
    case "showHealth":
      return { command: "workspai.health.show" };
    case "configureModel":
      return { command: "workspai.model.configure" };
  }
}
