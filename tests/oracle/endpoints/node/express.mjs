import { createRequire } from "node:module";
import { isAny } from "./any.mjs";
import { named, verbs } from "./paths.mjs";

/** Every `use` is watched, so that prefixes are those that were written. */
export function express(require) {
  const real = require("express");
  const of = createRequire(require.resolve("express"));
  const routers = [real.Router, real.Router.prototype];
  try {
    routers.push(of("router").prototype);
  } catch {
    // Before version 5 routers are Express' own.
  }
  const mounts = new Map();
  const inner = new Map();
  const apps = new Set();
  const isApp = (it) => typeof it === "function" && it.handle && it.set;
  const stack = (it) => (isApp(it) ? (Object.hasOwn(it, "_router") || !("lazyrouter" in it) ? it._router ?? it.router : undefined)?.stack : it.stack) ?? [];
  const written = (first) => (typeof first === "string" || Array.isArray(first) ? [first].flat().filter((it) => typeof it === "string") : [""]);

  for (const one of new Set(routers.filter((it) => it && Object.hasOwn(it, "use")))) {
    const use = one.use;
    one.use = function (...args) {
      const before = this.stack.length;
      const result = use.apply(this, args);
      const paths = written(args[0]);
      this.stack.slice(before).forEach((layer) => mounts.set(layer, paths.length ? paths : [""]));
      return result;
    };
  }
  const use = real.application.use;
  real.application.use = function (...args) {
    // A stand-in would pass for an application.
    const given = args.map((it) => (isAny(it) ? (_, __, next) => next() : it));
    const result = use.apply(this, given);
    const functions = given.flat(9).filter((it) => typeof it === "function");
    stack(this).slice(-functions.length).forEach((layer, at) => isApp(functions[at]) && inner.set(layer, functions[at]));
    return result;
  };

  const lines = (app) => {
    const out = [];
    const walk = (router, prefix) => {
      for (const layer of stack(router)) {
        if (layer.route) {
          for (const own of [layer.route.path].flat()) {
            const full = own === "/" && prefix ? prefix : prefix + own;
            const methods = [...new Set(layer.route.stack.map((it) => it.method))];
            (methods.includes(undefined) ? ["ANY"] : verbs(methods)).forEach((method) => out.push(`${method} ${named(full)}`));
          }
          continue;
        }
        const within = inner.get(layer) ?? (layer.handle?.stack ? layer.handle : undefined);
        if (within) for (const at of mounts.get(layer) ?? [""]) walk(within, prefix + at.replace(/\/$/, ""));
      }
    };
    walk(app, "");
    return out;
  };
  return {
    replaced: { express: new Proxy(real, { apply: (it, self, args) => { const app = it.apply(self, args); apps.add(app); return app; } }) },
    lines: (app) => [...(app ? [app] : [...apps].filter((it) => ![...inner.values()].includes(it)))].flatMap(lines),
  };
}
