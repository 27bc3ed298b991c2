import { link, plainText } from "./markdown";
import { linkOf } from "./openPlace";
import { type Place, placeText } from "./places";
import type { RootReport } from "./wire/generated";

/** Makes links to workspace places for a hover: `file.py:12`, opened with one click. */
export function hoverLinks(roots: readonly RootReport[]): (place: Place, label?: string) => string {
  return (place, label) => {
    const target = linkOf(place, roots);
    const text = plainText(label ?? placeText(place));
    return target === undefined ? text : link(text, target);
  };
}
