import type { EdgeEnd, ServiceReport } from "../../../src/wire/generated";

/** A compose service, however many files of its folder speak of it: `compose.yaml`, its override, one for production. */
export interface ComposeService {
  readonly id: string;
  readonly name: string;
  readonly image: string | null;
  readonly ports: readonly number[];
  /** The path of the project that it builds. */
  readonly project: string | null;
  /** Where it is defined; the file that compose loads first comes first. */
  readonly places: readonly { readonly file: string; readonly line: number }[];
}

/** Services of one name in one folder are one service: their files are loaded on top of each other, or instead of each other. */
export function composeServices(reports: readonly ServiceReport[]): readonly ComposeService[] {
  const groups = new Map<string, ServiceReport[]>();
  for (const report of reports) {
    const id = serviceId(report.file, report.name);
    groups.set(id, [...(groups.get(id) ?? []), report]);
  }
  return [...groups].map(([id, group]) => {
    const files = group.toSorted((a, b) => weight(a.file) - weight(b.file));
    return {
      id,
      name: files[0]?.name ?? "",
      image: files.find(({ image }) => image !== null)?.image ?? null,
      ports: [...new Set(files.flatMap(({ ports }) => ports))],
      project: files.find(({ project }) => project !== null)?.project ?? null,
      places: files.map(({ file, line }) => ({ file, line })),
    };
  });
}

/** The same for each file of a folder. */
export function serviceId(file: string, name: string): string {
  return `service ${file.slice(0, file.lastIndexOf("/") + 1)} ${name}`;
}

export function isService(end: EdgeEnd, service: ComposeService): boolean {
  return end.kind === "service" && serviceId(end.file, end.name) === service.id;
}

/** `compose.yaml` before `compose.override.yaml` before `compose.prod.yaml`. */
function weight(file: string): number {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return /^(docker-)?compose\.ya?ml$/.test(name) ? 0 : name.includes(".override.") ? 1 : 2;
}
