import { describe, expect, it } from "vitest";
import { resolve } from "./config";

const from = (options: Record<string, unknown>) => resolve((key) => options[key]);

describe("settings", () => {
  it("has a default for everything", () => {
    const { settings, warnings } = from({});
    expect(warnings).toEqual([]);
    expect(settings).toEqual({
      serverPath: "",
      modelUse: "chat",
      wire: {
        logLevel: "info",
        disabledRules: [],
        model: {
          baseUrl: "",
          model: "",
          connectTimeoutMs: 10_000,
          firstTokenTimeoutMs: 60_000,
          idleTimeoutMs: 30_000,
          contextBudgetTokens: 6_000,
        },
      },
    });
  });

  it("takes what is well formed", () => {
    const { settings, warnings } = from({
      "model.baseUrl": " http://localhost:11434/v1/ ",
      "model.name": "qwen",
      "model.use": "endpoint",
      "doctor.disabledRules": ["port-conflict"],
      "log.level": "trace",
    });
    expect(warnings).toEqual([]);
    expect(settings.wire.model.baseUrl).toBe("http://localhost:11434/v1");
    expect(settings).toMatchObject({ modelUse: "endpoint", wire: { logLevel: "trace", disabledRules: ["port-conflict"] } });
  });

  it("gives a bad field its default and one warning that names it", () => {
    const { settings, warnings } = from({
      "log.level": "loud",
      "model.idleTimeoutMs": "soon",
      "model.connectTimeoutMs": 1.5,
      "model.baseUrl": "file:///etc/passwd",
      "doctor.disabledRules": [1],
    });
    expect(settings.wire).toMatchObject({ logLevel: "info", disabledRules: [] });
    expect(settings.wire.model).toMatchObject({ baseUrl: "", idleTimeoutMs: 30_000, connectTimeoutMs: 10_000 });
    expect(warnings.map((warning) => warning.split(" ")[0]).sort()).toEqual([
      "workspai.doctor.disabledRules",
      "workspai.log.level",
      "workspai.model.baseUrl",
      "workspai.model.connectTimeoutMs",
      "workspai.model.idleTimeoutMs",
    ]);
  });

  it("lets a folder say that no model is asked, but not that one is", () => {
    const use = (effective: string, own: string | undefined) =>
      resolve((key) => (key === "model.use" ? effective : undefined), { modelUse: own }).settings.modelUse;
    expect(use("none", "endpoint")).toBe("none");
    expect(use("endpoint", "none")).toBe("none");
    expect(use("endpoint", undefined)).toBe("chat");
    expect(use("endpoint", "endpoint")).toBe("endpoint");
  });

  it("asks no model when it cannot tell which one the user wants", () => {
    const { settings, warnings } = from({ "model.use": "all of them" });
    expect(settings.modelUse).toBe("none");
    expect(warnings).toEqual(['workspai.model.use must be one of chat, endpoint, none; using "none"']);
  });
});
