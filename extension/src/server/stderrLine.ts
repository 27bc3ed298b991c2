// One line of the sidecar's stderr. Plain.
import type { LogLevel } from "../wire/generated";

const LEVELS: Readonly<Record<string, LogLevel>> = { ERROR: "error", WARN: "warn", INFO: "info", DEBUG: "debug", TRACE: "trace" };
// With or without a time before the level, as `tracing` writes it.
const TRACED = /^(?:\d{4}-\d\d-\d\dT\S+\s+)?(ERROR|WARN|INFO|DEBUG|TRACE)\s+(.*)$/;

/** Its level and its text without level and time. A line that names no level is what a crash leaves: an error. */
export function stderrLine(line: string): { readonly level: LogLevel; readonly text: string } {
   
  const clean = line.replace(/\u001b\[[0-9;]*m/g, "").trim();
  const [, level, text] = TRACED.exec(clean) ?? [];
  return { level: LEVELS[level ?? ""] ?? "error", text: text ?? clean };
}
