use expect_test::{Expect, expect};

use crate::project::listed;

#[track_caller]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&listed(text));
}

#[test]
fn the_environment_as_an_object() {
    check(
        r#"//- /app.ts
import process, { env as own } from "node:process";
const KEY = "CONSTANT";
const env = process.env;
const { DESTRUCTURED, PORT = "3000", LONG: short } = process.env;
const a = process.env.PLAIN;
const b = process.env["QUOTED"];
const c = process.env.WITH_DEFAULT ?? "x";
const d = process.env.FIRST || process.env.SECOND || 8080;
const e = Number(process.env.NUMBER || "5");
const f = parseInt(process.env.INT!, 10);
if (!process.env.ASKED) throw new Error("no " + process.env.THROWN);
const g = process.env.COMPARED === "1" && process.env?.OPTIONAL;
const h = `${process.env.IN_TEXT}/x`;
const i = import.meta.env.VITE_URL + import.meta.env.MODE;
const j = env.THROUGH_NAME + own.IMPORTED + process.env[KEY] + process.env[unknown];
process.env.WRITTEN = "1";
function load(environment: NodeJS.ProcessEnv = process.env) {
  return environment.AS_PARAMETER;
}
const required = (name: string) => {
  const value = process.env[name];
  if (!value) throw new Error(name);
  return value;
};
required("THROUGH_FUNCTION");
//- /view.tsx
export const View = () => <a href={process.env.NEXT_PUBLIC_URL}>{process.env.NEXT_PUBLIC_NAME ?? "x"}</a>;
//- /server.js
const { env } = require("process");
module.exports = { secret: env.SECRET, bun: Bun.env.BUN, deno: Deno.env.get("DENO") };
"#,
        expect![[r#"
            ASKED app.ts:11
            AS_PARAMETER app.ts:18
            BUN server.js:2
            COMPARED app.ts:12
            CONSTANT app.ts:15
            DENO server.js:2
            DESTRUCTURED app.ts:4
            FIRST=8080 app.ts:8
            IMPORTED app.ts:15
            INT:int app.ts:10
            IN_TEXT app.ts:13
            LONG app.ts:4
            NEXT_PUBLIC_NAME=x view.tsx:1
            NEXT_PUBLIC_URL view.tsx:1
            NUMBER:number=5 app.ts:9
            OPTIONAL app.ts:12
            PLAIN app.ts:5
            PORT=3000 app.ts:4
            QUOTED app.ts:6
            SECOND=8080 app.ts:8
            SECRET server.js:2
            THROUGH_FUNCTION app.ts:25
            THROUGH_NAME app.ts:15
            THROWN app.ts:11
            VITE_URL app.ts:14
            WITH_DEFAULT=x app.ts:7
        "#]],
    );
}

#[test]
fn comments_strings_tests_and_copies_read_nothing() {
    check(
        r#"//- /app.ts
// process.env.COMMENT
/* process.env.BLOCK */
const text = "process.env.STRING";
const other = { process: { env: {} } };
my.process.env.UNRELATED;
config.get("NO_SERVICE");
//- /app.spec.ts
process.env.TEST;
//- /node_modules/x/index.js
process.env.PACKAGE;
//- /dist/app.js
process.env.BUILT;
//- /env.d.ts
declare const x: typeof process.env.DECLARED;
"#,
        expect![[""]],
    );
}

#[test]
fn zod() {
    check(
        r#"//- /env.ts
import { z } from "zod";
const bool = z.string().default("false").transform((it) => it === "true");
const shared = { NODE_ENV: z.enum(["development", "production"]).default("development") };
const schema = z.object({
  ...shared,
  DATABASE_URL: z.string().url(),
  PORT: z.coerce.number().default(3000),
  SENTRY: z.string().optional(),
  FLAG: bool,
  SECRET: z.string({ required_error: "no" }).min(32).transform((it) => it),
}).refine((it) => it.PORT > 0);
export const env = schema.parse(clean(process.env));
//- /other.ts
import * as z from "zod";
export const envSchema = z.object({ REMOTE: z.string(), lower: z.string() }).extend({ MORE: z.string().nullish() });
export const bodySchema = z.object({ NAME: z.string() });
bodySchema.parse(request.body);
"#,
        expect![[r#"
            DATABASE_URL:string!! env.ts:6
            FLAG:string=false env.ts:9
            MORE:string? other.ts:2
            NODE_ENV:enum=development env.ts:3
            PORT:number=3000 env.ts:7
            REMOTE:string! other.ts:2
            SECRET:string!! env.ts:10
            SENTRY:string? env.ts:8
        "#]],
    );
}

#[test]
fn t3_env_envalid_and_joi() {
    check(
        r#"//- /env.mjs
import { createEnv } from "@t3-oss/env-nextjs";
import { z } from "zod";
export const env = createEnv({
  server: { DATABASE_URL: z.string().url(), TOKEN: z.string().optional() },
  client: { NEXT_PUBLIC_HOST: z.string().default("localhost") },
  runtimeEnv: { DATABASE_URL: process.env.DATABASE_URL },
});
//- /clean.ts
import { cleanEnv, port, str as text } from "envalid";
export const env = cleanEnv(process.env, {
  PORT: port({ default: 3000 }),
  API_KEY: text(),
  LOCAL: text({ devDefault: "x" }),
  NONE: text({ default: undefined }),
  ...(process.env.MODE === "cloud" && { BUCKET: text() }),
});
//- /validation.ts
import * as Joi from "joi";
export const validationSchema = Joi.object({
  HOST: Joi.string().required(),
  TIMEOUT: Joi.number().default(30),
  EXTRA: Joi.string(),
});
export const body = Joi.object({ name: Joi.string().required() });
"#,
        expect![[r#"
            API_KEY:str!! clean.ts:4
            BUCKET:str clean.ts:7
            DATABASE_URL:string!! env.mjs:4
            DATABASE_URL env.mjs:6
            EXTRA:string validation.ts:5
            HOST:string! validation.ts:3
            LOCAL:str=x clean.ts:5
            MODE clean.ts:7
            NEXT_PUBLIC_HOST:string=localhost env.mjs:5
            NONE:str? clean.ts:6
            PORT:port=3000 clean.ts:3
            TIMEOUT:number=30 validation.ts:4
            TOKEN:string? env.mjs:4
        "#]],
    );
}

#[test]
fn nest() {
    check(
        r#"//- /app.service.ts
import { ConfigService } from "@nestjs/config";
@Injectable()
export class Shop {
  constructor(private readonly configService: ConfigService, private readonly http: HttpService) {}
  run() {
    this.configService.get("PLAIN");
    this.configService.get<string>("DEFAULTED", "x");
    this.configService.getOrThrow("THROWS", { infer: true });
    this.configService.get("app.port");
    this.http.get("NOT_CONFIG");
    return this.configService.get("BEHIND") ?? "y";
  }
}
//- /main.ts
import { ConfigService } from "@nestjs/config";
const app = await NestFactory.create(AppModule);
const config = app.get(ConfigService);
await app.listen(config.getOrThrow<number>("PORT"));
//- /config/app.config.ts
import { registerAs } from "@nestjs/config";
import { IsEnum, IsInt, IsOptional, IsString } from "class-validator";
class EnvironmentVariablesValidator {
  @IsString()
  APP_NAME: string;
  @IsInt()
  @IsOptional()
  APP_PORT: number;
  notChecked: string;
}
export default registerAs("app", () => {
  validateConfig(process.env, EnvironmentVariablesValidator);
  return { workers: process.env.APP_WORKERS ? parseInt(process.env.APP_WORKERS, 10) : 2 };
});
"#,
        expect![[r#"
            APP_NAME:string!! config/app.config.ts:5
            APP_PORT:int? config/app.config.ts:8
            APP_WORKERS=2 config/app.config.ts:13
            APP_WORKERS=2 config/app.config.ts:13
            BEHIND=y app.service.ts:11
            DEFAULTED=x app.service.ts:7
            PLAIN app.service.ts:6
            PORT!! main.ts:4
            THROWS!! app.service.ts:8
        "#]],
    );
}

#[test]
fn schemas_that_stand_where_they_are_used() {
    check(
        r#"//- /app.module.ts
import { ConfigModule, ConfigType, registerAs } from "@nestjs/config";
import * as Joi from "joi";
export const mail = registerAs("mail", () => ({
  host: process.env.MAIL_HOST,
  port: Number(process.env["MAIL_PORT"] ?? 25),
}));
@Module({
  imports: [
    ConfigModule.forRoot({
      load: [mail],
      validationSchema: Joi.object({ PORT: Joi.number().port().default(3000), SECRET: Joi.string().required() }),
    }),
  ],
})
export class AppModule {}
//- /web/env.ts
const { VITE_API, VITE_MODE = "x" } = import.meta.env;
export const key = import.meta.env["VITE_KEY"];
"#,
        expect![[r#"
            MAIL_HOST app.module.ts:4
            MAIL_PORT:number=25 app.module.ts:5
            PORT:number=3000 app.module.ts:11
            SECRET:string! app.module.ts:11
            VITE_API web/env.ts:1
            VITE_KEY web/env.ts:2
            VITE_MODE=x web/env.ts:1
        "#]],
    );
}

#[test]
fn functions_and_objects_of_another_file() {
    check(
        r#"//- /server/utils/environment.ts
const files: Record<string, string> = {};
process.env = { ...files, ...process.env };
export function withFiles(env: Record<string, string | undefined>) {
  return new Proxy(env, { get: (target, key) => target[key as string] });
}
export const requireEnv = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(name);
  return value;
};
export const copy = { ...process.env, EXTRA: "x" };
export const upper = (text: string) => text.toUpperCase();
export default withFiles(process.env);
//- /server/env.ts
import environment, { requireEnv } from "./utils/environment";
import { copy as env } from "./utils/environment.js";
import { HttpStatus, environment as other } from "elsewhere";
export class Environment {
  SECRET_KEY = environment.SECRET_KEY ?? "";
  PORT = Number(environment.PORT || 3000);
  URL = requireEnv("URL");
  MODE = env.MODE;
  STATUS = HttpStatus.NOT_FOUND;
  OTHER = other.NOT_OURS;
}
//- /server/lib/index.ts
export * from "../utils/environment";
//- /server/jobs.ts
import { requireEnv } from "@server/utils/environment";
import { requireEnv as again } from "./lib";
export const token = requireEnv("JOB_TOKEN") + again("JOB_QUEUE");
//- /server/shout.ts
import { upper } from "./utils/environment";
import { getEnv } from "some-package";
export const text = upper("LOUD") + getEnv("OF_A_PACKAGE");
"#,
        expect![[r#"
            JOB_QUEUE server/jobs.ts:3
            JOB_TOKEN server/jobs.ts:3
            MODE server/env.ts:8
            PORT:number=3000 server/env.ts:6
            SECRET_KEY= server/env.ts:5
            URL server/env.ts:7
        "#]],
    );
}
