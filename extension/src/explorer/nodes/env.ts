import { code } from "../../markdown";
import { dotted } from "../../words";
import type { EnvDefineReport, EnvReadReport, EnvReport } from "../../wire/generated";
import { belowProject } from "./endpoint";
import { defineNode, type LinkTo } from "./node";

/** An env key. */
export interface EnvItem {
  readonly kind: "env";
  readonly project: string;
  readonly env: EnvReport;
}

/** A line that reads or defines an env key. */
export interface EnvPlaceItem {
  readonly kind: "envPlace";
  readonly project: string;
  readonly key: string;
  readonly place: EnvReadReport | EnvDefineReport;
}

export const envNode = defineNode<EnvItem, EnvPlaceItem>({
  kind: "env",
  view: ({ project, env }) => {
    const missing = isMissing(env);
    const first = env.defines.find(({ layer }) => layer !== "example") ?? env.reads[0] ?? env.defines[0];
    return {
      id: `env:${project}:${env.key}`,
      label: env.key,
      description: dotted(missing ? "missing" : layersOf(env), env.secret && "secret"),
      icon: missing
        ? { kind: "theme", id: "warning", color: "list.warningForeground" }
        : { kind: "theme", id: env.secret ? "lock" : "symbol-variable" },
      tooltip: (linkTo) => explain(env, linkTo),
      context: missing ? "env.missing" : "env",
      expansion: env.reads.length + env.defines.length > 1 ? "collapsed" : "none",
      ...(first ? { opens: first } : {}),
    };
  },
  children: ({ project, env }) =>
    [...env.defines, ...env.reads].map((place) => ({ kind: "envPlace", project, key: env.key, place })),
});

export const envPlaceNode = defineNode<EnvPlaceItem>({
  kind: "envPlace",
  view: ({ project, key, place }) => {
    const isDefinition = "layer" in place;
    return {
      id: `envPlace:${project}:${key}:${isDefinition ? place.layer : "read"}:${place.file}:${place.line}`,
      label: `${belowProject(place.file, project)}:${place.line}`,
      description: isDefinition ? `defined, ${place.layer}` : place.default ? "read, has a default" : "read",
      icon: { kind: "theme", id: isDefinition ? "edit" : "eye" },
      context: "envPlace",
      expansion: "none",
      opens: place,
    };
  },
});

/** Needed, and set by no layer: an example file only documents it. */
export function isMissing(env: EnvReport): boolean {
  return env.required && env.defines.every(({ layer }) => layer === "example");
}

/** Missing keys first, then by name. */
export function byUrgency(keys: readonly EnvReport[]): EnvReport[] {
  return [...keys].sort((a, b) => Number(isMissing(b)) - Number(isMissing(a)) || (a.key < b.key ? -1 : 1));
}

function layersOf(env: EnvReport): string {
  return [...new Set(env.defines.map(({ layer }) => layer))].join(", ");
}

function explain(env: EnvReport, linkTo: LinkTo): string {
  const defined = env.defines.map((place) => `- defined in ${linkTo(place)} (${place.layer})`);
  const read = env.reads.map((place) => `- read in ${linkTo(place)}${place.default ? ", has a default" : ""}`);
  const state = isMissing(env) ? "required, and defined nowhere" : env.required ? "required" : "optional";
  return [`${code(env.key)} — ${state}${env.secret ? ", secret" : ""}`, "", ...defined, ...read].join("\n");
}
