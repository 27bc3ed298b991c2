import { broken } from "./states/broken";
import { healthy } from "./states/healthy";
import { bare, big, empty, hostile, long } from "./states/odd";

/** Every state that the page is drawn in, by name. */
export const states = { empty, bare, healthy, broken, big, long, hostile };

export { NOW_MS } from "./states/build";
