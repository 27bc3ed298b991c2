import { describe, expect, it } from "vitest";
import { CONTRACT, isToHost, isToView, type ToHost } from "./contract";
import { TEXT_LIMIT } from "./guard";
import { drawn } from "./stateShape";
import { smallState } from "./smallState.fixture";

const good: readonly ToHost[] = [
  { type: "ready", contract: CONTRACT },
  { type: "open", file: "saas-api/.env", line: 1 },
  { type: "previewFix", finding: "f1", fix: null },
  { type: "previewFix", finding: "f1", fix: "add-key" },
  { type: "ask", subject: { kind: "workspace" } },
  { type: "ask", subject: { kind: "health" } },
  { type: "ask", subject: { kind: "error" } },
  { type: "ask", subject: { kind: "project", path: "saas-api" } },
  { type: "ask", subject: { kind: "finding", id: "f1" } },
  { type: "showIncident", id: "i1" },
  { type: "showHealth" },
  { type: "openModelSettings" },
  { type: "refresh" },
  { type: "showLog" },
  { type: "revealProject", path: "." },
];

describe("isToHost", () => {
  it("takes every message of the contract", () => {
    for (const message of good) expect(isToHost(message), JSON.stringify(message)).toBe(true);
  });

  it("refuses each message with a key too many", () => {
    for (const message of good) expect(isToHost({ ...message, extra: 1 })).toBe(false);
  });

  it("refuses each message with a key too few", () => {
    for (const message of good) {
      for (const key of Object.keys(message)) {
        const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
        expect(isToHost(rest), JSON.stringify(rest)).toBe(false);
      }
    }
  });

  it("refuses each message with a value of another type", () => {
    for (const message of good) {
      for (const key of Object.keys(message)) {
        for (const wrong of [undefined, true, {}, [], Symbol("x"), () => 1, 1.5, NaN, Infinity, -1]) {
          expect(isToHost({ ...message, [key]: wrong }), `${message.type}.${key}`).toBe(false);
        }
      }
    }
  });

  it.each([undefined, null, 0, "", "open", [], [{ type: "ready", contract: 1 }], new Map(), new Date(), () => 1, Symbol("x")])(
    "refuses garbage (%#)",
    (value) => {
      expect(isToHost(value)).toBe(false);
    },
  );

  it("finds no message on a prototype", () => {
    expect(isToHost(Object.create({ type: "showHealth" }))).toBe(false);
    expect(isToHost(Object.assign(Object.create({ line: 1 }) as object, { type: "open", file: "a" }))).toBe(false);
    expect(isToHost(JSON.parse('{"type":"showHealth","__proto__":{"polluted":true}}'))).toBe(false);
    expect(isToHost(JSON.parse('{"__proto__":{"type":"showHealth"}}'))).toBe(false);
    expect(isToHost({ type: "constructor" })).toBe(false);
    expect(isToHost({ type: "__proto__" })).toBe(false);
    expect(isToHost({ type: "ask", subject: { kind: "toString" } })).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("refuses a class instance and a hidden key", () => {
    class Message {
      readonly type = "showHealth";
    }
    expect(isToHost(new Message())).toBe(false);
    expect(isToHost({ type: "showHealth", [Symbol("hidden")]: 1 })).toBe(false);
  });

  it("refuses huge texts and lines that cannot be", () => {
    expect(isToHost({ type: "open", file: "a".repeat(TEXT_LIMIT), line: 1 })).toBe(true);
    expect(isToHost({ type: "open", file: "a".repeat(TEXT_LIMIT + 1), line: 1 })).toBe(false);
    expect(isToHost({ type: "revealProject", path: "a".repeat(50_000_000) })).toBe(false);
    for (const line of [0, -1, 1.5, NaN, Infinity, 2 ** 60, "1", 1n]) {
      expect(isToHost({ type: "open", file: "a", line })).toBe(false);
    }
  });
});

describe("isToView", () => {
  const message = { type: "state", revision: 3, state: drawn(smallState) };

  it("takes a state, and more keys than it knows", () => {
    expect(isToView(message)).toBe(true);
    expect(isToView({ ...message, state: { ...message.state, later: [] } })).toBe(true);
    expect(isToView({ type: "trouble", revision: 4, text: "The server is starting." })).toBe(true);
  });

  it("survives the way through JSON", () => {
    expect(isToView(JSON.parse(JSON.stringify(message)))).toBe(true);
  });

  it("sends neither edits nor evidence", () => {
    expect(smallState.findings[0]?.fixes[0]?.edits.length).toBeGreaterThan(0);
    expect(JSON.stringify(message)).not.toContain("newText");
    expect(JSON.stringify(message)).not.toContain("evidence");
  });

  it("refuses a state in which any drawn value is missing", () => {
    let removals = 0;
    for (const broken of withoutEachKey(message.state)) {
      removals += 1;
      expect(isToView({ ...message, state: broken.value }), broken.path).toBe(false);
    }
    expect(removals).toBeGreaterThan(90);
  });

  it.each([undefined, null, "state", [], { type: "state" }, { type: "state", revision: -1, state: message.state }])(
    "refuses garbage (%#)",
    (value) => {
      expect(isToView(value)).toBe(false);
    },
  );
});

/** The value with one key left out, for each key at each depth. */
function* withoutEachKey(value: unknown, path = "state"): Generator<{ value: unknown; path: string }> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value) as [string, unknown][]) {
    const at = `${path}.${key}`;
    if (!Array.isArray(value)) {
      yield { value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)), path: at };
    }
    for (const broken of withoutEachKey(child, at)) {
      yield {
        value: Array.isArray(value)
          ? value.map((item: unknown, place) => (String(place) === key ? broken.value : item))
          : { ...value, [key]: broken.value },
        path: broken.path,
      };
    }
  }
}
