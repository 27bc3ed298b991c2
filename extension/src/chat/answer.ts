// One question to the sidecar and the pieces of its answer.
import type { ReadyCtx } from "../ctx";
import type { Cancellation } from "../server/protocol";
import type { ChatOutcome, ChatParams, ChatPart } from "../wire/generated";

let turns = 0;

/** Unique in the session, and across restarts of the sidecar. */
export function nextTurn(): string {
  turns += 1;
  return `turn-${Date.now().toString(36)}-${turns}`;
}

/** Asks, and hands over each piece as it comes. */
export async function answer(
  ctx: ReadyCtx,
  params: ChatParams,
  onPart: (part: ChatPart) => void,
  cancellation?: Cancellation,
): Promise<ChatOutcome> {
  const parts = ctx.sidecar.onPush("chat/part", ({ id, part }) => {
    if (id === params.id && !cancellation?.isCancellationRequested) {
      onPart(part);
    }
  });
  try {
    return await ctx.client.request("chat/answer", params, cancellation);
  } finally {
    parts.dispose();
  }
}
