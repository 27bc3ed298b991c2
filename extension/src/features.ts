// The table of features. No logic in this file.
import type { Feature } from "./ctx";
import { startSession } from "./server/start";

/** In order of start. */
export const features: readonly Feature[] = [
  { name: "session", start: startSession },
];
