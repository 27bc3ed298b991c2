// Says what a loader of npm makes of the dotenv files of the working folder in one mode: `node record.cjs LOADER MODE`, with
// NODE_PACKAGES the folder that the loaders are installed in. Key, value pairs as JSON.
const path = require("node:path");

const [loader, mode] = process.argv.slice(2);
const packages = path.resolve(process.env.NODE_PACKAGES, "package.json");
const load = (name) => require("node:module").createRequire(packages)(name);
delete process.env.NODE_PACKAGES;
const before = { ...process.env };
const quiet = { info() {}, error() {} };

const LOADERS = {
  next() {
    if (mode === "test") process.env.NODE_ENV = "test";
    return load("@next/env").loadEnvConfig(process.cwd(), mode === "development", quiet).parsedEnv ?? {};
  },
  async vite() {
    const entry = load.resolve ? load.resolve("vite") : require.resolve("vite", { paths: [path.dirname(packages)] });
    const { loadEnv } = await import(entry);
    const found = loadEnv(mode, process.cwd(), "");
    return Object.fromEntries(Object.entries(found).filter(([key]) => !(key in before)));
  },
  dotenvFlow() {
    const flow = load("dotenv-flow");
    return flow.parse(flow.listFiles({ node_env: mode === "none" ? undefined : mode }));
  },
  async nest(expandVariables) {
    load("reflect-metadata");
    const entry = require.resolve("@nestjs/config", { paths: [path.dirname(packages)] });
    const { ConfigModule } = await import(entry);
    await ConfigModule.forRoot({ envFilePath: [".env.local", ".env"], expandVariables });
    return Object.fromEntries(Object.entries(process.env).filter(([key]) => !(key in before)));
  },
  nestExpanded: () => LOADERS.nest(true),
};

Promise.resolve(LOADERS[loader](undefined)).then((found) => process.stdout.write(JSON.stringify(found)));
