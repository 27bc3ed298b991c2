// The table of features. No logic in this file.
import { startChat } from "./chat/chat";
import type { Feature } from "./ctx";
import { startDashboard } from "./dashboard/dashboard";
import { startExplorer } from "./explorer/explorer";
import { startHealth } from "./health/health";
import { startIncidents } from "./incidents/incidents";
import { startLightbulb } from "./lightbulb/lightbulb";
import { startModel } from "./model/model";
import { startSession } from "./server/start";
import { startStatus } from "./status/status";

/** In order of start. The session is last: it starts the sidecar that the others listen to. */
export const features: readonly Feature[] = [
  { name: "status", start: startStatus },
  { name: "explorer", start: startExplorer },
  { name: "health", start: startHealth },
  { name: "incidents", start: startIncidents },
  { name: "lightbulb", start: startLightbulb },
  { name: "chat", start: startChat },
  { name: "model", start: startModel },
  { name: "dashboard", start: startDashboard },
  { name: "session", start: startSession },
];
