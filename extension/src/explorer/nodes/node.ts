// What a row of the Workspace view is. Plain: `provider.ts` turns a view into a tree item.
import type { Place } from "../../places";
import type { FindingCounts, Overview, ProjectReport } from "../../wire/generated";
import type { Glyph } from "./glyphs";

export type Icon =
  | { readonly kind: "theme"; readonly id: string; readonly color?: string }
  | { readonly kind: "glyph"; readonly name: Glyph };

/** Makes a Markdown link to a place; without a label, its path and line. */
export type LinkTo = (place: Place, label?: string) => string;

export interface View {
  /** The same for the same thing across refreshes: keeps selection and expansion. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** Markdown. */
  readonly tooltip?: (linkTo: LinkTo) => string;
  /** For the menus. */
  readonly context: string;
  readonly expansion: "none" | "collapsed" | "expanded";
  /** Opened on a click. */
  readonly opens?: Place;
  /** Drawn as a badge at the end of the row. */
  readonly findings?: FindingCounts;
}

/** What the rows are made of. */
export interface Source {
  readonly overview: Overview;
  /** `null` when the project is gone. */
  project(path: string): Promise<ProjectReport | null>;
}

/** How one kind of row looks, and what is below it. */
export interface NodeType<T extends { readonly kind: string }, Child> {
  readonly kind: T["kind"];
  view(item: T): View;
  /** Absent: a leaf. */
  children?(item: T, source: Source): readonly Child[] | Promise<readonly Child[]>;
}

/** Checks the shape where it is written. */
export function defineNode<T extends { readonly kind: string }, Child = never>(type: NodeType<T, Child>): NodeType<T, Child> {
  return type;
}
