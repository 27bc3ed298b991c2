import { describe, expect, it } from "vitest";
import { smallState } from "./smallState.fixture";
import { questionAbout } from "./subjects";

describe("questionAbout", () => {
  it("asks about the workspace, its health, and an error that the user still has to name", () => {
    expect(questionAbout({ kind: "workspace" }, undefined)).toMatchObject({ command: "ask", isDraft: false });
    expect(questionAbout({ kind: "health" }, undefined)).toMatchObject({ command: "doctor", prompt: "", isDraft: false });
    expect(questionAbout({ kind: "error" }, undefined)).toMatchObject({ command: "debug", isDraft: true });
  });

  it("names the project and shows its manifest", () => {
    expect(questionAbout({ kind: "project", path: "saas-api" }, smallState)).toMatchObject({
      command: "ask",
      prompt: "What is saas-api, and what does it need to run?",
      place: { file: "saas-api/pyproject.toml", line: 1 },
    });
  });

  it("debugs a finding with its cause", () => {
    expect(questionAbout({ kind: "finding", id: "f1" }, smallState)).toMatchObject({
      command: "debug",
      prompt: "DATABASE_URL is read, but defined nowhere",
      cause: { kind: "finding", id: "f1" },
      place: { file: "saas-api/.env.example", line: 12 },
    });
  });

  it("asks nothing about what is gone", () => {
    expect(questionAbout({ kind: "project", path: "gone" }, smallState)).toBeUndefined();
    expect(questionAbout({ kind: "finding", id: "gone" }, smallState)).toBeUndefined();
    expect(questionAbout({ kind: "finding", id: "f1" }, undefined)).toBeUndefined();
  });
});
