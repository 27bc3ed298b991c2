import { isAny } from "./any.mjs";
import { named } from "./paths.mjs";

/** What is mounted or composed is watched, so that prefixes are those that were written. HEAD beside GET is left out. */
export function koa(require) {
  const replaced = {};
  const watch = (name, note) => {
    try {
      const real = require(name);
      replaced[name] = Object.assign((...args) => Object.assign(real(...args), { watched: note(...args) }), real);
    } catch {
      // Not used.
    }
  };
  watch("koa-compose", (all) => ["", all]);
  watch("koa-mount", (at, what) => (typeof at === "string" ? [at.replace(/\/$/, ""), [what]] : ["", [at]]));
  const Koa = require("koa");
  const apps = new Set();
  const use = Koa.prototype.use;
  Koa.prototype.use = function (one) {
    apps.add(this);
    return use.call(this, isAny(one) ? (_, next) => next() : one);
  };
  const inner = new Set();
  const lines = (app) => {
    const out = [];
    const walk = (all, prefix) => {
      for (const one of all.filter((it) => it && !isAny(it))) {
        if (one.middleware && !one.router) inner.add(one), walk(one.middleware, prefix);
        else if (one.watched) walk(one.watched[1], prefix + one.watched[0]);
        else if (one.router) {
          for (const layer of one.router.stack) {
            const full = named(layer.path === "/" && prefix ? prefix : prefix + layer.path);
            if (layer.methods.length > 10) out.push(`ANY ${full}`);
            else layer.methods.filter((it) => it !== "HEAD" || !layer.methods.includes("GET")).forEach((it) => out.push(`${it} ${full}`));
          }
        }
      }
    };
    walk(app.middleware, "");
    return out;
  };
  return {
    replaced,
    lines(app) {
      const all = app ? [app] : [...apps];
      const found = new Map(all.map((it) => [it, lines(it)]));
      return [...found].filter(([it]) => app || !inner.has(it)).flatMap(([, own]) => own);
    },
  };
}
