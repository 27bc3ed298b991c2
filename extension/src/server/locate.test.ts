import { describe, expect, it } from "vitest";
import { locateBinary, type Surroundings } from "./locate";

const AROUND: Surroundings = {
  configured: "",
  extensionFolder: "/ext",
  searchPath: "/usr/bin:.:tools:/opt/bin",
  platform: "linux",
  delimiter: ":",
};

function locate(around: Partial<Surroundings>, ...files: readonly string[]): string {
  const located = locateBinary({ ...AROUND, ...around }, { isRunnable: (path) => files.includes(path) });
  return located.kind === "found" ? `${located.source} ${located.path}` : located.message;
}

describe("the sidecar's binary", () => {
  it("is the one of the setting, else of the package, else of PATH", () => {
    const all = ["/my/workspai", "/ext/server/workspai", "/opt/bin/workspai"];
    expect(locate({ configured: "/my/workspai" }, ...all)).toBe("setting /my/workspai");
    expect(locate({}, ...all)).toBe("bundled /ext/server/workspai");
    expect(locate({}, "/opt/bin/workspai")).toBe("path /opt/bin/workspai");
  });

  it("has another name on Windows", () => {
    expect(locate({ platform: "win32" }, "/ext/server/workspai.exe")).toBe("bundled /ext/server/workspai.exe");
  });

  it("does not pass over a setting that is wrong", () => {
    expect(locate({ configured: "/gone" }, "/ext/server/workspai")).toContain("workspai.server.path is /gone");
    expect(locate({ configured: "bin/workspai" }, "bin/workspai")).toContain("not an absolute path");
  });

  it("is never taken from the opened folder", () => {
    expect(locate({}, "./workspai", "tools/workspai", "workspai")).toContain("no program for your system");
  });

  it("says what to do when there is none", () => {
    expect(locate({})).toContain("set workspai.server.path");
  });
});
