import { describe, expect, it } from "vitest";
import { isBelow, locatePath, projectOf } from "./places";

const ONE = [{ mount: "", uri: "file:///w", name: "w" }];
const TWO = [
  { mount: "api", uri: "file:///a/api", name: "api" },
  { mount: "web", uri: "file:///b/web", name: "web" },
];

describe("workspace paths", () => {
  it("lie in the only folder, or in the one that their first segment names", () => {
    expect(locatePath("src/a.py", ONE)).toEqual({ root: ONE[0], segments: ["src", "a.py"] });
    expect(locatePath("web/src/a.ts", TWO)).toEqual({ root: TWO[1], segments: ["src", "a.ts"] });
    expect(locatePath("other/a.ts", TWO)).toBeUndefined();
  });

  it("name the folder itself", () => {
    expect(locatePath(".", ONE)?.segments).toEqual([]);
    expect(locatePath("api", TWO)?.segments).toEqual([]);
  });

  it.each(["../x", "/etc/passwd", "a//b", "a/../../b", "C:/x", "a\\b", "file:///etc", "a/\u0000b", "x/."])(
    "never lead out: %s",
    (path) => expect(locatePath(path, ONE)).toBeUndefined(),
  );
});

it("finds the innermost project", () => {
  const projects = [{ path: "." }, { path: "apps/api" }, { path: "apps/api/worker" }];
  expect(projectOf("apps/api/worker/main.py", projects)?.path).toBe("apps/api/worker");
  expect(projectOf("apps/api2/main.py", projects)?.path).toBe(".");
  expect(projectOf("a.py", projects.slice(1))).toBeUndefined();
  expect(isBelow("apps/api2", "apps/api")).toBe(false);
});
