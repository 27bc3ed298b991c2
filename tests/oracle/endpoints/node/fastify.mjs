/** Fastify's own `onRoute` hook is asked once for each route; HEAD beside GET, and the same path with a slash behind it, are
 * what the server answers by itself. Routes that a plugin of somebody else makes are marked as `outside`. */
/** Whether the nearest caller of Fastify is installed code. */
const isOutside = (stack) => {
  const caller = stack.split("\n").slice(1).find((line) => !/node\/fastify\.mjs|node_modules\/fastify\/|node:/.test(line));
  return !!caller?.includes("/node_modules/");
};

export function fastify(require) {
  const real = require("fastify");
  const seen = [];
  const servers = new Set();
  const watched = (options) => {
    const server = real(options);
    servers.add(server);
    server.addHook("onRoute", (route) => seen.push([[route.method].flat(), route.url || "/", isOutside(new Error().stack)]));
    return server;
  };
  Object.assign(watched, real, { fastify: watched, default: watched });
  const named = (at) => at.split("::").map((part) => part.replace(/:(\w+)(\((?:[^()]|\([^()]*\))*\))?\??/g, "{$1}")).join(":");
  return {
    replaced: { fastify: watched },
    /** `served`: a plugin that a command would start. */
    async lines(served) {
      if (served) watched().register(served);
      for (const server of servers) await server.ready();
      const gets = new Set(seen.filter(([methods]) => methods.includes("GET")).map(([, url]) => url));
      const isOwn = (method, url) => method !== "HEAD" || !(gets.has(url) || gets.has(url.replace(/(.)\/$/, "$1")));
      const most = real().supportedMethods.length;
      const line = (outside, method, url) => `${outside ? "outside " : ""}${method} ${named(url)}`;
      return seen.flatMap(([methods, url, outside]) => (methods.length >= most ? ["ANY"] : methods.filter((it) => isOwn(it, url))).map((it) => line(outside, it, url)));
    },
  };
}
