// A stand-in for what is not installed: it takes any call, has any member and may be built upon.

/** What stand-ins were called with. */
export const given = [];
const marked = new WeakSet();
/** Whether a value is a stand-in. */
export const isAny = (value) => (typeof value === "function" || typeof value === "object") && value !== null && marked.has(value);

function member(target, name, settles) {
  if (name === "then") return settles ? (done) => (typeof done === "function" ? done(settled) : undefined, any) : undefined;
  if (name === Symbol.toPrimitive) return () => "any";
  if (name === Symbol.iterator) return function* none() {};
  if (name === "prototype") return target.prototype;
  return typeof name === "symbol" ? undefined : any;
}

function standIn(settles) {
  const target = function any() {};
  target.prototype = new Proxy({}, { get: (own, name) => own[name] ?? (typeof name === "symbol" || name === "then" ? undefined : any) });
  const made = new Proxy(target, {
    get: (own, name) => member(own, name, settles),
    set: () => true,
    defineProperty: () => true,
    has: () => true,
    // Bundlers make an import's names of a new object with the same prototype.
    getPrototypeOf: () => names,
    apply: (_, __, args) => (given.push(...args), any),
    construct: (_, __, of) => (isAny(of) ? any : Reflect.construct(Object, [], of)),
  });
  marked.add(made);
  return made;
}

const names = new Proxy({}, { get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : any) });
export const any = standIn(true);
const settled = standIn(false);

/** As a decorator a stand-in changes nothing, nor does one that makes one. */
function decorated(all, own, apply) {
  const known = (value) => (value === undefined || value === null || isAny(value) ? undefined : value);
  return all.reduceRight((last, one) => (one && !isAny(one) ? known(apply(one, last)) ?? last : last), own);
}

/** What the output of TypeScript and esbuild needs. */
export const helpers = {
  __decorate(all, target, key, own) {
    const isMember = arguments.length > 2;
    const found = isMember && own === null ? Object.getOwnPropertyDescriptor(target, key) : own;
    const result = decorated(all, isMember ? found : target, (one, last) => (isMember ? one(target, key, last) : one(last)));
    if (isMember && result) Object.defineProperty(target, key, result);
    return result;
  },
  __decorateClass(all, target, key, kind) {
    const own = kind > 1 ? undefined : kind ? Object.getOwnPropertyDescriptor(target, key) : target;
    const result = decorated(all, own, (one, last) => (kind ? one(target, key, last) : one(last)));
    if (kind && result) Object.defineProperty(target, key, result);
    return result;
  },
  __param: (at, one) => (target, key) => (isAny(one) ? undefined : void one(target, key, at)),
  __decorateParam: (at, one) => (target, key) => (isAny(one) ? undefined : void one(target, key, at)),
  __metadata: (key, value) => Reflect.metadata?.(key, value) ?? any,
  __importDefault: (module) => (module?.__esModule ? module : { default: module }),
  __importStar: (module) => (module?.__esModule ? module : { ...module, default: module }),
  __exportStar: (module, exports) => {
    for (const name of Object.keys(module)) if (name !== "default" && !(name in exports)) Object.defineProperty(exports, name, { enumerable: true, get: () => module[name] });
  },
};
