// Prints which file imports which, as the TypeScript compiler resolves it: `node ask.mjs FOLDER`, with `typescript` beside it
// or in NODE_PATH. Each file is read with the tsconfig.json that takes it in, as an editor does.
import { createRequire } from "node:module";
import { readdirSync, realpathSync, existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

const ts = createRequire(process.env.TYPESCRIPT ?? import.meta.url)("typescript");
const root = realpathSync(process.argv[2]);
const CODE = /\.([cm]?[jt]s|[jt]sx)$/;

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (["node_modules", ".git", "dist", "build", ".next"].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

const files = [...walk(root)];

function parsed(config) {
  return ts.getParsedCommandLineOfConfigFile(config, { allowJs: true }, { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} });
}

const configs = new Map();
function configOf(file) {
  for (let folder = dirname(file); folder.length >= root.length; folder = dirname(folder)) {
    const path = ["tsconfig.json", "jsconfig.json"].map((name) => join(folder, name)).find(existsSync);
    if (!path) continue;
    if (!configs.has(path)) configs.set(path, load(path));
    for (const one of configs.get(path)) if (one.names.has(file)) return one.options;
  }
  return { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 ?? 2, allowJs: true };
}

function load(path) {
  const own = parsed(path);
  if (!own) return [];
  const referred = (own.projectReferences ?? []).map((it) => ts.resolveProjectReferencePath(it)).filter(existsSync).map(parsed);
  return [own, ...referred].filter(Boolean).map((it) => ({ names: new Set(it.fileNames), options: it.options }));
}

function specifiers(source) {
  const found = [];
  const visit = (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) found.push(node.moduleSpecifier.text);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) found.push(node.moduleReference.expression.text);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) found.push(node.argument.literal.text);
    else if (ts.isCallExpression(node) && node.arguments.length === 1 && ts.isStringLiteralLike(node.arguments[0])) {
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
      if (isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword) found.push(node.arguments[0].text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const edges = new Set();
const caches = new Map();
for (const file of files.filter((file) => CODE.test(file))) {
  const options = configOf(file);
  if (!caches.has(options)) caches.set(options, ts.createModuleResolutionCache(root, (name) => name, options));
  const mode = ts.getImpliedNodeFormatForFile(file, undefined, ts.sys, options);
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? "", ts.ScriptTarget.Latest, true);
  for (const name of specifiers(source)) {
    const found = ts.resolveModuleName(name, file, options, ts.sys, caches.get(options), undefined, mode).resolvedModule?.resolvedFileName;
    if (!found) continue;
    const real = realpathSync(found);
    if (real.startsWith(root + sep) && !real.includes(`${sep}node_modules${sep}`)) edges.add(`${relative(root, file)}\n${relative(root, real)}`);
  }
}
console.log(JSON.stringify([...edges].sort().map((edge) => edge.split("\n"))));
