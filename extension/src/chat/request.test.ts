import { describe, expect, it } from "vitest";
import { buttonCommand } from "./buttons";
import { Pending } from "./pending";
import { commandOf, historyOf, linesOf, modelChoice, modelErrorText, narrowed, referencesOf } from "./request";

const uri = { scheme: "file", path: "/w/src/main.py", toString: () => "file:///w/src/main.py" };
const range = (startLine: number, endLine: number, endCharacter: number) => ({
  start: { line: startLine, character: 0 },
  end: { line: endLine, character: endCharacter },
});

describe("a chat request", () => {
  it("is a question unless it names a command", () => {
    expect([commandOf(undefined), commandOf("debug"), commandOf("doctor"), commandOf("unknown")]).toEqual(["ask", "debug", "doctor", "ask"]);
  });

  it("carries files, ranges and texts in the order of the prompt", () => {
    const references = referencesOf([
      { id: "text", modelDescription: "the selection", value: "x = 1" },
      { id: "range", value: { uri, range: range(9, 11, 4) } },
      { id: "image", value: { mimeType: "image/png" } },
      { id: "nothing", value: undefined },
      { id: "file", value: uri },
    ]);
    expect(references).toEqual([
      { name: "main.py", uri: "file:///w/src/main.py", lines: null, text: null },
      { name: "main.py", uri: "file:///w/src/main.py", lines: [10, 12], text: null },
      { name: "the selection", uri: null, lines: null, text: "x = 1" },
    ]);
  });

  it("leaves out the whole of a file of which a part goes along", () => {
    const [file, range, text] = [
      { name: "a", uri: "file:///a", lines: null, text: null },
      { name: "a", uri: "file:///a", lines: [3, 4] as [number, number], text: null },
      { name: "note", uri: null, lines: null, text: "x" },
    ];
    expect(narrowed([file, range, text])).toEqual([range, text]);
    expect(narrowed([file, text])).toEqual([file, text]);
  });

  it("does not count a line on which a range only ends", () => {
    expect(linesOf(range(0, 3, 0))).toEqual([1, 3]);
    expect(linesOf(range(4, 4, 0))).toEqual([5, 5]);
  });

  it("carries the last turns", () => {
    const turns = Array.from({ length: 20 }, (_unused, index) => ({ isUser: index % 2 === 0, text: index === 19 ? " " : `turn ${index}` }));
    const history = historyOf(turns);
    expect(history).toHaveLength(12);
    expect(history.at(-1)).toEqual({ isUser: true, text: "turn 18" });
  });
});

describe("the model of a turn", () => {
  const picked = { id: "m", name: "M", maxInputTokens: 8000 };
  const editor = { kind: "editor", id: "m", name: "M", maxInputTokens: 8000 };

  it.each([
    ["chat", picked, true, editor],
    ["chat", undefined, true, { kind: "endpoint" }],
    ["chat", undefined, false, { kind: "none" }],
    ["endpoint", picked, true, { kind: "endpoint" }],
    // The sidecar then says that none is configured.
    ["endpoint", picked, false, { kind: "endpoint" }],
    ["none", picked, true, { kind: "none" }],
  ] as const)("%s, picked %o, endpoint %s", (use, model, hasEndpoint, expected) => {
    expect(modelChoice(use, model, hasEndpoint)).toEqual(expected);
  });

  it("has no limit when it names none", () => {
    expect(modelChoice("chat", { ...picked, maxInputTokens: 0 }, false)).toMatchObject({ maxInputTokens: null });
  });

  it("says in words why it did not answer", () => {
    expect(modelErrorText("NoPermissions", "", "M")).toContain("you have not allowed Workspai to use M");
    expect(modelErrorText("NotFound", "", "M")).toContain("Pick another model");
    expect(modelErrorText("Blocked", "", "M")).toContain("quota");
    expect(modelErrorText("Unknown", "off_topic", "M")).toContain("off topic");
    expect(modelErrorText(undefined, "socket hang up", "M")).toBe("socket hang up");
  });
});

it("gives back what is known of a question once, when its text comes back from the Chat view", () => {
  const pending = new Pending();
  const question = { command: "explain", prompt: "Explain  x", isDraft: false, cause: { kind: "finding", id: "f" }, place: null } as const;
  pending.put(question);
  expect(pending.take("something else")).toBeUndefined();
  expect(pending.take(" Explain x\n")).toBe(question);
  expect(pending.take("Explain x")).toBeUndefined();
});

it("runs a command for each button", () => {
  expect(buttonCommand({ kind: "previewFix", finding: "f", fix: "x" })).toEqual({
    command: "workspai.doctor.previewFix",
    arguments: [{ finding: "f", fix: "x" }],
  });
  expect(buttonCommand({ kind: "showHealth" })).toEqual({ command: "workspai.health.show" });
});
