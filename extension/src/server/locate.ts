// Where the sidecar's binary is. Plain: files are asked for through `FileChecks`.
import { delimiter as systemDelimiter, isAbsolute, join } from "node:path";

export interface FileChecks {
  /** Whether it is a file that can be run. */
  isRunnable(path: string): boolean;
}

export interface Surroundings {
  /** The setting `workspai.server.path`; empty when it is not set. */
  readonly configured: string;
  /** The extension's folder. */
  readonly extensionFolder: string;
  /** The environment's PATH. */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
  readonly delimiter?: string;
}

export type Located =
  | { readonly kind: "found"; readonly path: string; readonly source: "setting" | "bundled" | "path" }
  /** `message` says what happened and what to do. */
  | { readonly kind: "missing"; readonly message: string };

/** The setting, else the binary in the package, else PATH. A setting that is wrong is not passed over. */
export function locateBinary(around: Surroundings, files: FileChecks): Located {
  const name = around.platform === "win32" ? "workspai.exe" : "workspai";
  if (around.configured !== "") {
    if (isAbsolute(around.configured) && files.isRunnable(around.configured)) {
      return { kind: "found", path: around.configured, source: "setting" };
    }
    const why = isAbsolute(around.configured) ? "where there is no program to run" : "which is not an absolute path";
    return {
      kind: "missing",
      message: `The setting workspai.server.path is ${around.configured}, ${why}. Correct or remove it.`,
    };
  }
  const bundled = join(around.extensionFolder, "server", name);
  if (files.isRunnable(bundled)) {
    return { kind: "found", path: bundled, source: "bundled" };
  }
  for (const folder of around.searchPath.split(around.delimiter ?? systemDelimiter)) {
    // A relative entry would run a program of the opened folder.
    if (isAbsolute(folder) && files.isRunnable(join(folder, name))) {
      return { kind: "found", path: join(folder, name), source: "path" };
    }
  }
  return {
    kind: "missing",
    message:
      `This package of Workspai has no program for your system, and there is no ${name} on PATH. ` +
      "Install the package for your system, or set workspai.server.path to the program.",
  };
}
