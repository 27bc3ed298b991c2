// Compares the references that `workspai inspect --code` is sure of with the TypeScript language service:
// `node references.mjs FOLDER PROJECT [MOST]`. PROJECT: the folder of a tsconfig.json; at most MOST files are asked about.
// Precision: of our references, how many the service leads to the same line. Recall: of the names that it leads to a function,
// class, method or the like of another line, how many we have. TYPESCRIPT names a file beside node_modules, WORKSPAI the binary.
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";

const ts = createRequire(process.env.TYPESCRIPT ?? import.meta.url)("typescript");
const root = realpathSync(process.argv[2]);
const project = join(root, process.argv[3] ?? ".");
const most = Number(process.argv[4] ?? 60);
const text = execFileSync(process.env.WORKSPAI ?? "workspai", ["inspect", root, "--code", "--json"], { maxBuffer: 1 << 30 });
const code = JSON.parse(text).code;

const ours = new Map();
for (const it of code.references) ours.set(`${it.from.file}:${it.from.line}:${it.from.column}`, it.to);
const kinds = new Map();
for (const file of code.files) for (const it of file.symbols) kinds.set(`${file.path}:${it.line}:${it.name.split(".").at(-1)}`, it.kind);

const parsed = ts.getParsedCommandLineOfConfigFile(join(project, "tsconfig.json"), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} });
const names = parsed.fileNames.filter((name) => name.startsWith(root + sep) && !name.includes("node_modules"));
const service = ts.createLanguageService({
  getScriptFileNames: () => names,
  getScriptVersion: () => "1",
  getScriptSnapshot: (name) => (ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(name)) : undefined),
  getCurrentDirectory: () => project,
  getCompilationSettings: () => parsed.options,
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  fileExists: ts.sys.fileExists, readFile: ts.sys.readFile, readDirectory: ts.sys.readDirectory, directoryExists: ts.sys.directoryExists,
});
const program = service.getProgram();
const WANTED = new Set(["function", "class", "method", "property", "interface", "enum", "alias"]);
const counts = { files: 0, ours: 0, agreed: 0, disagreed: 0, "the service does not say": 0, had: 0, missed: 0 };
const shown = [];
for (const name of names.filter((_, at) => at % Math.max(1, Math.ceil(names.length / most)) === 0)) {
  const source = program.getSourceFile(name);
  const path = relative(root, name);
  counts.files += 1;
  const visit = (node) => {
    ts.forEachChild(node, visit);
    if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return;
    const start = node.getStart(source);
    const at = source.getLineAndCharacterOfPosition(start);
    const known = ours.get(`${path}:${at.line + 1}:${at.character + 1}`);
    const ends = (service.getDefinitionAtPosition(name, start) ?? []).map((it) => {
      const target = program.getSourceFile(it.fileName);
      const line = target ? target.getLineAndCharacterOfPosition(it.textSpan.start).line + 1 : 0;
      return { file: relative(root, it.fileName), line, name: it.name };
    }).filter((it) => !it.file.startsWith("..") && !it.file.includes("node_modules") && !(it.file === path && it.line === at.line + 1));
    const wanted = ends.length === 1 && WANTED.has(kinds.get(`${ends[0].file}:${ends[0].line}:${ends[0].name}`));
    if (known) {
      counts.ours += 1;
      if (ends.some((it) => it.file === known.file && it.line === known.line)) counts.agreed += 1;
      else if (!ends.length) counts["the service does not say"] += 1;
      else { counts.disagreed += 1; shown.push(["disagreed", path, at.line + 1, node.text, JSON.stringify(known), JSON.stringify(ends)]); }
      if (wanted) counts.had += 1;
    } else if (wanted) { counts.missed += 1; shown.push(["missed", path, at.line + 1, node.text, JSON.stringify(ends)]); }
  };
  visit(source);
}
console.log(JSON.stringify(counts));
for (const row of shown.sort().slice(0, 40)) console.log(...row);
