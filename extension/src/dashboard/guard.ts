/**
 * Checks of untrusted values, built from small pieces. A guard never throws, never calls into the value (no getter of a
 * class instance, no `toString`), and looks only at own properties: a message that names `__proto__` or `constructor`
 * finds nothing there.
 */
export type Guard<T> = (value: unknown) => value is T;

export type Guarded<G> = G extends Guard<infer T> ? T : never;

/** The longest text that a wish may carry. Paths and ids are far below it. */
export const TEXT_LIMIT = 8192;

export const text: Guard<string> = (value): value is string => typeof value === "string";

export const shortText: Guard<string> = (value): value is string => text(value) && value.length <= TEXT_LIMIT;

export const flag: Guard<boolean> = (value): value is boolean => typeof value === "boolean";

/** A finite number, 0 or more: sizes, times, points. */
export const amount: Guard<number> = (value): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;

/** A whole number from 0 on: counts and revisions. */
export const count: Guard<number> = (value): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** A line number. Lines count from 1. */
export const line: Guard<number> = (value): value is number => count(value) && value >= 1;

export function exactly<const T extends string | number>(...wanted: readonly T[]): Guard<T> {
  return (value): value is T => (wanted as readonly unknown[]).includes(value);
}

export function nullable<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

export function listOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.every((item: unknown) => guard(item));
}

/** At least the given keys; others are ignored, as newer peers may send more. */
export function shape<T extends object>(fields: { readonly [K in keyof T]: Guard<T[K]> }): Guard<T> {
  const entries = Object.entries<Guard<unknown>>(fields);
  return (value): value is T =>
    isRecord(value) && entries.every(([key, guard]) => Object.hasOwn(value, key) && guard(value[key]));
}

/** Exactly the given keys. For what asks the host to act: nothing unknown goes through. */
export function strict<T extends object>(fields: { readonly [K in keyof T]: Guard<T[K]> }): Guard<T> {
  const known = Object.keys(fields).length;
  const guard = shape<T>(fields);
  return (value): value is T => guard(value) && Reflect.ownKeys(value).length === known;
}

export function either<T>(...guards: readonly Guard<T>[]): Guard<T> {
  return (value): value is T => guards.some((guard) => guard(value));
}

/** A plain object: literal, parsed, or cloned across the frame. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
