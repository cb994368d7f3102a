// Compiles a JSON Schema with ajv in its strict mode.
const { readFileSync } = require("node:fs");
const Ajv = require("ajv").default;

new Ajv({ strict: true }).compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
