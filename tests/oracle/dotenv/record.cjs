// Records what dotenv of npm makes of the cases: `node record.cjs < cases.json`.
const { parse } = require("dotenv");

const cases = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map((text) => ({ values: parse(text) })), null, 1));
