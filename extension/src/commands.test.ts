import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
// @ts-expect-error a plain script
import { commandIds } from "../scripts/commandIds.mjs";
import { GLYPHS } from "./explorer/nodes/glyphs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
}

interface Step {
  readonly description: string;
  readonly media: { readonly svg?: string; readonly markdown?: string; readonly image?: string };
  readonly completionEvents: readonly string[];
}

const manifest = JSON.parse(read("package.json")) as Manifest;
const contributed = manifest.contributes.commands.map(({ command }) => command);
// The table's own source, because it imports the editor.
const table = [...read("src/commands.ts").matchAll(/^ {2}"(workspai\.[\w.]+)": /gm)].map(([, id]) => id!);

describe("commands", () => {
  it("are generated from the manifest as it is now", () => {
    expect(read("src/commandIds.generated.ts"), "run `npm run ids`").toBe((commandIds as () => string)());
  });

  it("have a handler each, and are named <product>.<area>.<verb>", () => {
    expect(contributed.filter((id) => !table.includes(id))).toEqual([]);
    expect(table.filter((id) => !/^workspai(\.[a-z]+)?\.[a-zA-Z]+$/.test(id))).toEqual([]);
  });

  it("that menus, welcome texts and walkthrough run exist", () => {
    const inMenus = Object.values(manifest.contributes.menus).flat().map(({ command }) => command);
    const texts = [
      ...manifest.contributes.viewsWelcome.map(({ contents }) => contents),
      ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => [step.description, ...step.completionEvents])),
    ].join("\n");
    const inTexts = [...texts.matchAll(/(?:command|onCommand):(workspai\.[\w.]+)/gi)].map(([, id]) => id!);
    const views = Object.values(manifest.contributes.views).flat().map(({ id }) => `${id}.focus`);
    expect([...inMenus, ...inTexts].filter((id) => !table.includes(id) && !views.includes(id))).toEqual([]);
    expect(inTexts.length).toBeGreaterThan(5);
  });

  it("that handlers run by id exist", () => {
    const ids = sources("src").flatMap((path) => [...read(path).matchAll(/"(workspai\.[a-z]+(?:\.[a-zA-Z]+)?)"/g)].map(([, id]) => id!));
    const known = new Set([...table, ...otherIds()]);
    expect([...new Set(ids)].filter((id) => !known.has(id))).toEqual([]);
  });
});

/** Ids of views, contexts, participants and storage, which look like commands. */
function otherIds(): readonly string[] {
  const views = Object.values(manifest.contributes.views).flat().map(({ id }) => id);
  return [...views, "workspai.chat", "workspai.exe", "workspai.phase", "workspai.failure", "workspai.status", "workspai.health.grouping", "workspai.model.key", "workspai.dashboard"];
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) {
      return sources(path);
    }
    return name.endsWith(".ts") && !/\.(test|generated|fixture)\.ts$/.test(name) ? [path] : [];
  });
}

describe("the manifest", () => {
  it("names files that exist", () => {
    const media = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media));
    const files = [
      manifest.icon,
      ...manifest.contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...media.map(({ svg, markdown, image }) => svg ?? markdown ?? image ?? "missing"),
      ...GLYPHS.flatMap((name) => [`media/glyphs/${name}-dark.svg`, `media/glyphs/${name}-light.svg`]),
      "media/participant.png",
    ];
    expect(files.filter((file) => !statSync(join(root, file), { throwIfNoEntry: false })?.isFile())).toEqual([]);
    expect(media.length).toBe(5);
  });

  it("uses only operators that the editor knows", () => {
    const clauses = Object.values(manifest.contributes.menus).flat().flatMap(({ when }) => when?.split(/ && | \|\| /) ?? []);
    expect(clauses.filter((clause) => !/^(!?[\w.]+|!?\(?[\w.]+ (==|!=|>|=~) .+)$/.test(clause) || clause.includes("!~"))).toEqual([]);
  });

  it("shows at most three actions within a row", () => {
    const rows: Record<string, number> = {};
    for (const { when, group } of manifest.contributes.menus["view/item/context"] ?? []) {
      if (group?.startsWith("inline")) {
        for (const context of ["project", "project.hasFindings", "finding", "finding.editable", "finding.runnable", "incident.open", "command"]) {
          const view = /view == ([\w.]+)/.exec(when ?? "")?.[1] ?? "";
          if (matches(when ?? "", context)) {
            rows[`${view} ${context}`] = (rows[`${view} ${context}`] ?? 0) + 1;
          }
        }
      }
    }
    expect(Math.max(...Object.values(rows))).toBeLessThanOrEqual(3);
    expect(rows["workspai.workspace project.hasFindings"]).toBe(3);
  });
});

/** The part of `when` that our manifest uses. */
function matches(when: string, context: string): boolean {
  return when.split(" && ").every((clause) => {
    const [, not, operator, value] = /^(!\()?viewItem (==|=~) (.*)$/.exec(clause.startsWith("!(") ? clause.slice(0, -1) : clause) ?? [];
    if (operator === undefined || value === undefined) {
      return true;
    }
    const isMatch = operator === "==" ? context === value : new RegExp(value.slice(1, -1)).test(context);
    return not === undefined ? isMatch : !isMatch;
  });
}
