// Links of a page in the Markdown preview. Plain. The preview takes no `file:` links; it resolves a link that starts
// with `/` from the first opened folder.
import { code, link, plainText } from "./markdown";
import { locatePath, type Place, placeText } from "./places";
import type { RootReport } from "./wire/generated";

export function pageLinks(roots: readonly RootReport[]): (place: Place, label?: string) => string {
  return (place, label) => {
    const target = pageTarget(place, roots);
    const text = label ?? placeText(place);
    return target === undefined ? code(text) : link(plainText(text), target);
  };
}

function pageTarget(place: Place, roots: readonly RootReport[]): string | undefined {
  const location = locatePath(place.file, roots);
  const first = roots[0];
  if (!location || !first) {
    return undefined;
  }
  const way = wayBetween(first.uri, location.root.uri);
  if (way === undefined) {
    return undefined;
  }
  const path = [...way, ...location.segments.map(encodeURIComponent)].join("/");
  return `/${path}${place.line === undefined ? "" : `#L${place.line}`}`;
}

/** The segments from one folder to another of the same place; `undefined` when there is no way. */
function wayBetween(from: string, to: string): string[] | undefined {
  if (from === to) {
    return [];
  }
  const [here, there] = [from.split("/"), to.split("/")];
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) {
    shared += 1;
  }
  // `scheme://authority` must be the same.
  return shared < 4 ? undefined : [...here.slice(shared).map(() => ".."), ...there.slice(shared)];
}
