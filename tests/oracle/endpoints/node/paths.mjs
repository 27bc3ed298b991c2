/** Methods of one route; whoever answers every method is `ANY`. */
export const verbs = (methods) => (methods.length > 20 ? ["ANY"] : methods.map((method) => method.toUpperCase()));

/** `:name`, `:name(pattern)?`, `*name`, `{/:name}` as `{name}`. */
export const named = (written) =>
  String(written)
    .replace(/\{(\/?[:*]\w+)\}/g, "$1")
    .replace(/[:*](\w+)(\((?:[^()]|\([^()]*\))*\))?[?*+]?/g, "{$1}") || "/";
