// Runs the program `main.cjs` of this folder once for each environment that it is given on its input (lines KEY=VALUE, then
// an empty one), and answers with a line of JSON: why it failed, what it printed, and which variables it asked for.
const { writeSync } = require("node:fs");
const { format } = require("node:util");
const { resolve } = require("node:path");

const main = resolve("main.cjs");
const first = new Set(Object.keys(require.cache));
const answer = (parts) => writeSync(1, `${JSON.stringify(parts)}\n`);
let end = () => {};

const environment = (env, asked) =>
  new Proxy(env, {
    get: (target, key) => (typeof key === "string" && asked.add(key), target[key]),
    has: (target, key) => (typeof key === "string" && asked.add(key), key in target),
    getOwnPropertyDescriptor: (target, key) => (asked.add(key), Object.getOwnPropertyDescriptor(target, key)),
  });

const run = (env) =>
  new Promise((done) => {
    const asked = new Set();
    let said = "";
    end = (failed, got) => done([failed ? `failed ${said} ${failed}` : "", got, [...asked]]);
    console.log = (text) => end("", JSON.parse(text));
    console.error = (...parts) => (said += `${format(...parts)}\n`);
    process.exit = (code) => {
      if (code) end(`exit ${code}`, {});
      throw new Error("exit");
    };
    process.env = environment(env, asked);
    // Libraries stay loaded; what some of them keep of the last environment does not.
    for (const path of Object.keys(require.cache)) {
      if (path === main || (!first.has(path) && /nestjs.config|envalid/.test(path))) delete require.cache[path];
    }
    try {
      require(main);
    } catch (error) {
      end(format(error), {});
    }
  });

process.on("unhandledRejection", (error) => end(format(error), {}));
(async () => {
  let env = {};
  for await (const line of require("node:readline").createInterface({ input: process.stdin })) {
    if (line) {
      const at = line.indexOf("=");
      env[line.slice(0, at)] = line.slice(at + 1);
      continue;
    }
    answer(await run(env));
    env = {};
  }
})();
