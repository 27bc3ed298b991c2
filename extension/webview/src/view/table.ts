/** Tables as plain values: what is in them is decided here and in the views, how it looks in `components/grid.ts`. */
import type { Intent } from "../../../src/dashboard/contract";

export type Tone = "error" | "warning" | "good" | "muted";

/** A piece of a cell. */
export interface Part {
  readonly text: string;
  /** What the text does not say: shown on hover, and read as a description. */
  readonly title?: string;
  /** A codicon before the text. */
  readonly icon?: string;
  readonly tone?: Tone;
  /** What a click does. Without one, the piece is plain text. */
  readonly intent?: Intent;
  /** 0–1: drawn as a bar beside the text. */
  readonly share?: number;
  /** The name for screen readers, for an icon without text and for a link whose text says too little. */
  readonly label?: string;
}

export interface Cell {
  readonly parts: readonly Part[];
  /** What rows are sorted by. An empty text comes last in either direction. */
  readonly order: string | number;
}

export interface Column {
  readonly label: string;
  readonly isNumeric?: boolean;
  /** Actions are not. */
  readonly isSortable?: boolean;
}

export interface Row {
  readonly id: string;
  readonly cells: readonly Cell[];
}

export interface Table {
  /** What the table is about, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column[];
  /** Each row has a cell per column; the first names the row. */
  readonly rows: readonly Row[];
}

export interface Sorting {
  readonly column: number;
  readonly isDescending: boolean;
}

export const empty: Cell = { parts: [], order: "" };

export function cell(order: string | number, ...parts: readonly Part[]): Cell {
  return { parts, order };
}

export function number(value: number): Cell {
  return cell(value, value === 0 ? { text: "0", tone: "muted" } : { text: value.toLocaleString("en-US") });
}

/** A link to a place. The title names it, as the text is often a value. */
export function link(text: string, file: string, line: number, rest: Omit<Part, "text" | "intent"> = {}): Part {
  return { title: place(file, line), ...rest, text, intent: { type: "open", file, line } };
}

export function place(file: string, line: number): string {
  return `${file}:${String(line)}`;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The rows in the wanted order; equal ones keep theirs. */
export function sorted(rows: readonly Row[], sorting: Sorting | undefined): readonly Row[] {
  if (!sorting) return rows;
  const sign = sorting.isDescending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = left.cells[sorting.column]?.order ?? "";
    const b = right.cells[sorting.column]?.order ?? "";
    if (a === "" || b === "") return Number(a === "") - Number(b === "");
    return sign * compare(a, b);
  });
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
}

/** The rows in which every word of `filter` occurs somewhere. */
export function filtered(rows: readonly Row[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = row.cells
      .flatMap(({ parts }) => parts.map((part) => part.text))
      .join("\n")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The order after a click on a column's heading: up, down, as it was. */
export function nextSorting(now: Sorting | undefined, column: number): Sorting | undefined {
  if (now?.column !== column) return { column, isDescending: false };
  return now.isDescending ? undefined : { column, isDescending: true };
}
