import { any, isAny } from "./any.mjs";
import { named } from "./paths.mjs";

/**
 * The application is created in Nest's own preview mode: its modules are scanned and its controllers' routes registered, but no
 * provider is made. What the start file asks the application for is a stand-in, except settings of `@nestjs/config`, which that
 * package loads from the environment.
 */
export function nest(require) {
  const core = require("@nestjs/core");
  const { DependenciesScanner } = require("@nestjs/core/scanner");
  const { Injector } = require("@nestjs/core/injector/injector");
  const { MiddlewareModule } = require("@nestjs/core/middleware/middleware-module");
  const { NestApplication } = require("@nestjs/core/nest-application");
  let isPreview = true;
  const instead = (owner, name, own) => {
    const real = owner[name];
    owner[name] = function (...args) {
      return isPreview ? own.call(this, real.bind(this), ...args) : real.apply(this, args);
    };
  };

  // Providers, guards and what is exported to others have no part in routing; nor has what is not installed.
  const only = (all) => [...(all ?? [])].filter((it) => it && !isAny(it) && !isAny(it.module));
  instead(DependenciesScanner.prototype, "reflectMetadata", (real, ...args) => only(real(...args)));
  instead(core.NestContainer.prototype, "getDynamicMetadataByToken", (real, ...args) => {
    const found = real(...args);
    return Array.isArray(found) ? only(found) : found;
  });
  for (const name of ["reflectProviders", "reflectExports", "reflectDynamicMetadata"]) instead(DependenciesScanner.prototype, name, () => undefined);
  instead(Injector.prototype, "resolveConstructorParams", async (_, _wrapper, _module, _inject, done) => done([]));
  instead(Injector.prototype, "resolveProperties", async () => []);
  instead(MiddlewareModule.prototype, "register", async () => undefined);
  for (const name of ["callInitHook", "callBootstrapHook"]) instead(NestApplication.prototype, name, async () => undefined);

  const config = optional(require, "@nestjs/config");
  const settings = [];
  for (const name of config ? ["forRoot", "forFeature"] : []) {
    const real = config.ConfigModule[name];
    config.ConfigModule[name] = (...args) => settings[settings.push(real.apply(config.ConfigModule, args)) - 1];
  }
  /** The settings as their own package loads them. */
  async function service() {
    isPreview = false;
    try {
      const root = class Settings {};
      const context = await core.NestFactory.createApplicationContext({ module: root, imports: await Promise.all(settings) }, { logger: false, abortOnError: false });
      return context.get(config.ConfigService, { strict: false });
    } catch (error) {
      console.error(`settings: ${error.message}`);
      return any;
    } finally {
      isPreview = true;
    }
  }
  // Its pages are answered by the package itself.
  const swagger = optional(require, "@nestjs/swagger");
  if (swagger) Object.assign(swagger.SwaggerModule, { createDocument: () => any, setup: () => undefined, loadPluginMetadata: async () => undefined });

  const apps = [];
  const own = new Set(["setGlobalPrefix", "enableVersioning", "getHttpAdapter", "getHttpServer", "init"]);
  const create = core.NestFactory.create.bind(core.NestFactory);
  core.NestFactory.create = async (root, ...given) => {
    // Fastify keeps no list of its routes; Nest gives Express the same ones.
    const adapter = given.find((it) => it?.getInstance && !isAny(it) && it.getType?.() !== "fastify");
    const options = { logger: false, abortOnError: false, preview: true, bodyParser: false };
    const app = await create(root, ...(adapter ? [adapter, options] : [options]));
    apps.push(app);
    const loaded = settings.length ? await service() : any;
    const ask = (token) => (config && token === config.ConfigService ? loaded : any);
    const others = {
      get: ask,
      resolve: async (token) => ask(token),
      listen: async () => globalThis.__oracle.finish(),
      close: async () => void apps.splice(apps.indexOf(app), 1),
      then: undefined,
    };
    const watched = new Proxy(app, {
      get: (of, name) => (name in others ? others[name] : own.has(name) ? of[name].bind(of) : () => watched),
    });
    return watched;
  };

  return {
    replaced: {},
    async lines() {
      const out = [];
      for (const app of apps) {
        await app.init();
        const instance = app.getHttpAdapter().getInstance();
        const seen = new Map();
        for (const { route } of (instance._router ?? instance.router).stack.filter((it) => it.route)) {
          for (const at of [route.path].flat()) {
            const known = seen.get(at) ?? new Set();
            Object.keys(route.methods).forEach((it) => known.add(it.toUpperCase()));
            seen.set(at, known);
          }
        }
        // A route for every method is registered once for each of them.
        for (const [at, methods] of seen) (methods.size > 20 || methods.has("_ALL") ? ["ANY"] : [...methods]).forEach((it) => out.push(`${it} ${named(at)}`));
      }
      return out;
    },
  };
}

function optional(require, name) {
  try {
    return require(name);
  } catch {
    return undefined;
  }
}
