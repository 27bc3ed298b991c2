// The table of commands. No logic in this file.
import { anyTime, type Command } from "./command";
import type { ContributedCommand } from "./commandIds.generated";
import { openPlace } from "./openPlace";
import type { Place } from "./places";
import { restartSidecar } from "./server/start";

/** Commands that no menu shows: links, buttons and tree rows run them. */
export type InternalCommand = "workspai.open";

export type CommandId = ContributedCommand | InternalCommand;

export const commands = {
  "workspai.server.restart": anyTime((ctx) => restartSidecar(ctx)),
  "workspai.open": anyTime((ctx, place: Place) => openPlace(ctx, place)),
  "workspai.log.show": anyTime((ctx) => ctx.log.show()),
} satisfies Record<CommandId, Command>;
