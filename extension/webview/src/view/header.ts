import type { Overview } from "../../../src/wire/generated";
import { bytes, duration, plural } from "../format/number";
import { composeServices } from "./composeServices";
import { link, type Part } from "./table";

/** The line under the workspace's name. */
export function summaryParts({ projects, services, stats, memory }: Overview, modules: number): readonly Part[] {
  const parts: Part[] = [{ text: plural(projects.length, "project") }];
  const composed = composeServices(services).length;
  if (composed > 0) parts.push({ text: plural(composed, "compose service") });
  if (modules > 0) parts.push({ text: plural(modules, "module") });
  if (memory) {
    const text = plural(memory.entries, "memory entry", "memory entries");
    parts.push(
      memory.problem === null
        ? link(text, memory.file, 1, { title: memory.file })
        : link(text, memory.file, 1, { title: `${memory.file}: ${memory.problem}`, icon: "warning", tone: "warning" }),
    );
  }
  parts.push({
    text: `${plural(stats.files, "file")} read in ${duration(stats.elapsedMs)}`,
    title: bytes(stats.bytes),
    tone: "muted",
  });
  return parts;
}

/** What kind of workspace it is, in words. */
export function kindWord(kind: string): string {
  const words: Readonly<Record<string, string>> = { rapidkit: "RapidKit", workspai: "Workspai", plain: "Plain repository" };
  return Object.hasOwn(words, kind) ? (words[kind] ?? kind) : kind;
}
