// Prints the migrations of a folder in the order in which its tool would run them: `node node.cjs TOOL FOLDER`, in a folder with
// knex, umzug 2 (which runs Sequelize's), typeorm, sql.js, reflect-metadata and esbuild. TypeORM is asked with a database in memory.
const { createRequire } = require("node:module");
const { mkdtempSync, readdirSync, symlinkSync } = require("node:fs");
const { basename, join, resolve } = require("node:path");

const [tool, folder] = process.argv.slice(2);
const load = createRequire(join(process.cwd(), "x.js"));

const tools = {
  async knex() {
    const { FsMigrations } = load(resolve("node_modules/knex/lib/migrations/migrate/sources/fs-migrations.js"));
    const extensions = [".js", ".cjs", ".mjs", ".ts"];
    return (await new FsMigrations(folder, false, extensions).getMigrations(extensions)).map((it) => it.file);
  },
  async sequelize() {
    const Umzug = load("umzug");
    // As sequelize-cli asks it.
    const migrations = { path: folder, pattern: /^(?!.*\.d\.ts$).*\.(cjs|js|cts|ts)$/ };
    const umzug = new Umzug({ storage: "none", migrations });
    return (await umzug.pending()).map((it) => it.file);
  },
  async typeorm() {
    load("reflect-metadata");
    const { DataSource, MigrationExecutor } = load("typeorm");
    const out = mkdtempSync("built-");
    symlinkSync(resolve("node_modules"), join(out, "node_modules"));
    const entryPoints = readdirSync(folder).filter((name) => !name.endsWith(".d.ts")).map((name) => join(folder, name));
    load("esbuild").buildSync({ entryPoints, outdir: out, platform: "node", format: "cjs" });
    const source = new DataSource({ type: "sqljs", migrations: [resolve(out, "*.js")] });
    await source.initialize();
    return (await new MigrationExecutor(source).getPendingMigrations()).map((it) => it.name);
  },
};

const print = (order) => console.log(JSON.stringify({ order: order.map((name) => basename(name)) }));
tools[tool]().then(print, (error) => console.log(JSON.stringify({ error: error.message })));
