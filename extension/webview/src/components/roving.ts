/** Arrow keys inside a grid: one Tab stop, and from there cell by cell. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

const CELL = "[role=gridcell],[role=rowheader],[role=columnheader]";

type Stops = readonly (readonly HTMLElement[])[];

/** Where a key leads from a place in rows of different length; `undefined` for any other key. Plain, and tested. */
export function nextStop(
  key: string,
  isWide: boolean,
  at: { readonly row: number; readonly column: number },
  lengths: readonly number[],
): { readonly row: number; readonly column: number } | undefined {
  const last = lengths.length - 1;
  const inRow = (row: number, column: number): { row: number; column: number } => {
    const bounded = Math.max(0, Math.min(last, row));
    return { row: bounded, column: Math.max(0, Math.min((lengths[bounded] ?? 1) - 1, column)) };
  };
  switch (key) {
    case "ArrowUp":
      return inRow(at.row - 1, at.column);
    case "ArrowDown":
      return inRow(at.row + 1, at.column);
    case "ArrowLeft":
      return inRow(at.row, at.column - 1);
    case "ArrowRight":
      return inRow(at.row, at.column + 1);
    case "Home":
      return inRow(isWide ? 0 : at.row, 0);
    case "End":
      return inRow(isWide ? last : at.row, Infinity);
    case "PageUp":
      return inRow(at.row - 10, at.column);
    case "PageDown":
      return inRow(at.row + 10, at.column);
    default:
      return undefined;
  }
}

export class Roving implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #current: HTMLElement | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener("keydown", this.#onKey);
    this.#host.addEventListener("focusin", this.#onFocus);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("keydown", this.#onKey);
    this.#host.removeEventListener("focusin", this.#onFocus);
  }

  /** Something can always be reached with Tab: where the user was, else the first cell below the headings. */
  hostUpdated(): void {
    if (this.#current?.isConnected && this.#host.contains(this.#current)) return;
    const stops = this.#stops();
    this.#choose((stops[1] ?? stops[0])?.[0]);
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const stop = this.#stops().flat().find((element) => element === event.target);
    if (stop) this.#choose(stop);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const stops = this.#stops();
    const row = stops.findIndex((line) => line.includes(event.target as HTMLElement));
    if (row === -1) return;
    const column = stops[row]?.indexOf(event.target as HTMLElement) ?? 0;
    const next = nextStop(event.key, event.ctrlKey, { row, column }, stops.map(({ length }) => length));
    if (!next) return;
    event.preventDefault();
    stops[next.row]?.[next.column]?.focus();
  };

  #choose(stop: HTMLElement | undefined): void {
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = stop;
    if (stop) stop.tabIndex = 0;
  }

  /** By row: the buttons of each cell, or the cell itself. Hidden ones are left out. */
  #stops(): Stops {
    return [...this.#host.querySelectorAll<HTMLElement>("[role=row]")]
      .map((row) =>
        [...row.querySelectorAll<HTMLElement>(CELL)].flatMap((cell) => {
          const buttons = [...cell.querySelectorAll<HTMLElement>("button")];
          return (buttons.length > 0 ? buttons : [cell]).filter((stop) => stop.getClientRects().length > 0);
        }),
      )
      .filter(({ length }) => length > 0);
  }
}
