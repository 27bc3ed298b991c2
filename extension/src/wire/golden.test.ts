import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import { PUSHES } from "../server/protocol";

const schemas = join(dirname(fileURLToPath(import.meta.url)), "../../../schemas");

interface Schema {
  readonly title: string;
  readonly kind?: "request" | "notification" | "push";
  readonly properties: Readonly<Record<string, object>>;
  readonly $defs: Readonly<Record<string, object>>;
}

const messages = readdirSync(join(schemas, "wire"))
  .map((file) => JSON.parse(readFileSync(join(schemas, "wire", file), "utf8")) as Schema)
  .filter(({ kind }) => kind !== undefined);

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

function validator(schema: Schema, half: string): ValidateFunction {
  return ajv.compile({ $defs: schema.$defs, ...schema.properties[half] });
}

describe("golden messages", () => {
  it("are checked against every message of the protocol", () => {
    expect(messages.length).toBeGreaterThan(20);
    const pushes = messages.filter(({ kind }) => kind === "push").map(({ title }) => title);
    expect(pushes.sort()).toEqual([...PUSHES].sort());
  });

  describe.each(messages)("$title", (schema) => {
    const folder = join(schemas, "examples", schema.title.replace("/", "."));
    const halves = Object.keys(schema.properties);

    it.each(readdirSync(folder))("%s is as its schema says", (file) => {
      const example = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, unknown>;
      expect(Object.keys(example).sort()).toEqual([...halves].sort());
      for (const half of halves) {
        const validate = validator(schema, half);
        expect(validate(example[half]), `${half}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      }
    });

    it("is refused with a field less", () => {
      const required = schema.properties.params as { $ref?: string; required?: string[] };
      const shape = (required.$ref ? schema.$defs[required.$ref.split("/").pop()!] : required) as { required?: string[] };
      if (shape.required && shape.required.length > 0) {
        expect(validator(schema, "params")({})).toBe(false);
      }
    });
  });
});
