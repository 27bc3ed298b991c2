import { describe, expect, it } from "vitest";
import type { RootReport } from "../wire/generated";
import { isInside, placeOf } from "./places";

const single: RootReport = { mount: "", uri: "file:///w/saas", name: "saas" };
const api: RootReport = { mount: "api", uri: "file:///w/api", name: "api" };
const web: RootReport = { mount: "web", uri: "file:///x/web", name: "web" };

describe("placeOf", () => {
  it("finds a file of the only folder", () => {
    expect(placeOf("saas-api/.env", [single])).toEqual({ root: single, segments: ["saas-api", ".env"] });
  });

  it("finds the folder by its mount when there are several", () => {
    expect(placeOf("web/package.json", [api, web])).toEqual({ root: web, segments: ["package.json"] });
  });

  it("knows nothing of other mounts, nor of a mount alone", () => {
    expect(placeOf("docs/a.md", [api, web])).toBeUndefined();
    expect(placeOf("api", [api, web])).toBeUndefined();
    expect(placeOf("a.md", [])).toBeUndefined();
  });

  it.each([
    "../outside",
    "a/../../outside",
    "a/..",
    "..",
    ".",
    "",
    "/etc/passwd",
    "a//b",
    "a/./b",
    "a/",
    "..\\outside",
    "a\\..\\..\\outside",
    "C:/Windows/win.ini",
    "C:\\Windows",
    "file:///etc/passwd",
    "vscode://x/y",
    "//server/share",
    "a\u0000.txt",
    "a\n.txt",
  ])("refuses %j", (path) => {
    expect(placeOf(path, [single])).toBeUndefined();
    expect(placeOf(`api/${path}`, [api, web])).toBeUndefined();
  });

  it("takes names that only look dangerous", () => {
    for (const path of ["..a/b..", "...", "a b/ä/✦.py", "__proto__", "constructor"]) {
      expect(placeOf(path, [single])?.segments).toEqual(path.split("/"));
    }
  });
});

describe("isInside", () => {
  it("does not take a longer name for the folder", () => {
    expect(isInside("/w/saas-api/a", "/w/saas", "/")).toBe(false);
    expect(isInside("/w/saas/a", "/w/saas", "/")).toBe(true);
    expect(isInside("/w/saas", "/w/saas", "/")).toBe(true);
    expect(isInside("/a", "/", "/")).toBe(true);
  });
});
