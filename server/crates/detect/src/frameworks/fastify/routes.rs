//! Routes of Fastify: servers, the plugins that are registered with them, and under which prefixes.

mod autoload;

use std::collections::BTreeSet;

use model::{Endpoint, Method};
use trace::{CallRecord, FileId, Machine, ObjectId, Origin, Settings, Value};

use crate::routes::{
    RouteContext, RouteReader, endpoint, methods,
    path::{colons, text},
};

pub(in crate::frameworks) static ROUTES: RouteReader = RouteReader {
    settings: Settings { is_claimed, enters: |method| method == "register" },
    marks: &["fastify"],
    paths: None,
    read,
};

/// What a plugin gets: by its type, and for those whose caller is not in the program.
const INSTANCE: &str = "fastify.FastifyInstance";
const SHORTCUTS: [&str; 8] = ["get", "post", "put", "delete", "patch", "options", "head", "trace"];
/// Plugins within plugins; deeper is a cycle.
const DEPTH: usize = 200;

fn is_claimed(name: &str) -> bool {
    is_server(name) || is_transparent(name) || name == INSTANCE
}

fn is_server(name: &str) -> bool {
    matches!(name, "fastify" | "fastify.default" | "fastify.fastify")
}

/// A wrapper that makes a plugin part of its surroundings: it takes no prefix.
fn is_transparent(name: &str) -> bool {
    matches!(name.strip_prefix("fastify-plugin"), Some("" | ".default" | ".fastifyPlugin"))
}

fn read(machine: &mut Machine<'_>, files: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let mut reader = Reader { machine, files, out: Vec::new(), reached: BTreeSet::new() };
    let ids = |reader: &Reader<'_, '_>, fits: fn(&str) -> bool| -> Vec<ObjectId> {
        let record = reader.machine.record();
        record.iter().filter(|(_, object)| kind(&object.origin).is_some_and(fits)).map(|(id, _)| id).collect()
    };
    let servers = ids(&reader, is_server);
    for id in servers {
        reader.instance(id, "", true, 0);
    }
    // A server beside it may be somebody else's, for a deployment or a script.
    if reader.out.is_empty() {
        reader.started_by_command();
    }
    // Plugins that nobody registers are declared and never answer.
    for id in ids(&reader, |name| name == INSTANCE) {
        if !reader.reached.contains(&id) {
            reader.instance(id, "", false, 0);
        }
    }
    reader.out
}

fn kind<'o>(origin: &'o Origin<'_>) -> Option<&'o str> {
    match origin {
        Origin::Called { callee, .. } => Some(callee),
        Origin::Parameter { kind, .. } => Some(kind),
        Origin::Result { .. } => None,
    }
}

struct Reader<'m, 'p> {
    machine: &'m mut Machine<'p>,
    /// The files that the run started with.
    files: &'m [FileId],
    out: Vec<Endpoint>,
    reached: BTreeSet<ObjectId>,
}

impl<'p> Reader<'_, 'p> {
    /// `fastify start app.js`: the server is the command's, the application a plugin.
    fn started_by_command(&mut self) {
        let program = self.machine.program();
        let is_start = |file: &&FileId| {
            let path = &program.unit(**file).path;
            let below = path.below(&program.root_of(path)).unwrap_or_default();
            matches!(below.strip_prefix("src/").unwrap_or(below), "app.js" | "app.ts" | "app.mjs" | "app.cjs")
        };
        for file in self.files.iter().filter(is_start) {
            self.loaded(*file, "");
        }
    }

    /// The routes of a file that exports a plugin, under a prefix.
    fn loaded(&mut self, file: FileId, prefix: &str) {
        let Some(plugin) = self.machine.global(file, "default") else { return };
        let place = model::Place::new(self.machine.program().unit(file).path.clone(), model::Range::default());
        let (plugin, is_transparent) = match plugin.object().map(|id| self.machine.record().object(id).origin.clone()) {
            Some(Origin::Called { callee, arguments }) if is_transparent(&callee) => {
                (arguments.positional().next().cloned().unwrap_or(Value::Null), true)
            }
            _ => (plugin, false),
        };
        let instance = self.machine.make(INSTANCE, &place);
        let arguments = trace::Arguments(vec![(None, instance.clone()), (None, Value::map(Vec::new()))]);
        self.machine.result_of(&plugin, arguments);
        if let Some(id) = instance.object() {
            self.instance(id, if is_transparent { "" } else { prefix }, true, 0);
        }
    }

    fn instance(&mut self, id: ObjectId, prefix: &str, is_mounted: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        self.reached.insert(id);
        for call in self.machine.record().object(id).calls.clone() {
            self.call(&call, prefix, is_mounted, depth);
        }
    }

    fn call(&mut self, call: &CallRecord<'p>, prefix: &str, is_mounted: bool, depth: usize) {
        match &*call.method {
            "register" => return self.register(call, prefix, is_mounted, depth),
            "route" => self.route(call, prefix, is_mounted),
            verb if verb == "all" || SHORTCUTS.contains(&verb) => self.shortcut(verb, call, prefix, is_mounted),
            _ => {}
        }
        // Every other method gives the instance back.
        if let Some(result) = call.result {
            self.instance(result, prefix, is_mounted, depth + 1);
        }
    }

    fn register(&mut self, call: &CallRecord<'p>, prefix: &str, is_mounted: bool, depth: usize) {
        let mut given = call.arguments.positional();
        let (plugin, options) = (given.next(), given.next());
        let inner = options.and_then(|options| options.get("prefix"));
        let is_transparent = plugin
            .and_then(Value::object)
            .is_some_and(|id| self.machine.record().callee(id).is_some_and(is_transparent));
        let below = if is_transparent { prefix.to_owned() } else { nested(prefix, &text(inner.as_ref())) };
        if let (Some(Value::External(name)), Some(options)) = (plugin, options)
            && autoload::is_loader(name)
        {
            for (file, folder) in autoload::files(self.machine, options, self.files) {
                self.loaded(file, &nested(prefix, &folder));
            }
        }
        let Some(result) = call.result else { return };
        self.reached.insert(result);
        for inner in self.machine.record().object(result).calls.clone() {
            // `server.register(a).register(b)`: the second is a call on the server. It begins where the first does.
            let is_chained = inner.place.file == call.place.file && inner.place.range.start == call.place.range.start;
            self.call(&inner, if is_chained { prefix } else { &below }, is_mounted, depth + 1);
        }
    }

    /// `route({ method, url, handler })`.
    fn route(&mut self, call: &CallRecord<'p>, prefix: &str, is_mounted: bool) {
        let Some(options) = call.arguments.positional().next() else { return };
        let url = options.get("url").or_else(|| options.get("path"));
        let handler = options.get("handler").map(|handler| handler.name().unwrap_or_else(|| "anonymous".to_owned()));
        let methods = methods(options.get("method").as_ref(), "GET");
        self.push(&methods, &full(prefix, &text(url.as_ref()), Some(options)), call, handler, is_mounted);
    }

    /// `get(url, options?, handler)`.
    fn shortcut(&mut self, verb: &str, call: &CallRecord<'p>, prefix: &str, is_mounted: bool) {
        let given: Vec<&Value<'p>> = call.arguments.positional().collect();
        let [url, .., last] = given.as_slice() else { return };
        let in_options = last.get("handler");
        let handler = in_options.as_ref().unwrap_or(last).name().unwrap_or_else(|| "anonymous".to_owned());
        let methods = if verb == "all" { vec![Method::Any] } else { methods(None, verb) };
        let path = full(prefix, &text(Some(url)), given.get(1).copied());
        self.push(&methods, &path, call, Some(handler), is_mounted);
    }

    fn push(
        &mut self,
        methods: &[Method],
        path: &str,
        call: &CallRecord<'p>,
        handler: Option<String>,
        is_mounted: bool,
    ) {
        // A doubled colon is a plain one.
        let path: Vec<String> = path.split("::").map(colons).collect();
        let path = path.join(":");
        let path = if path.is_empty() { "/" } else { &path };
        self.out.extend(
            methods.iter().map(|method| endpoint(method.clone(), path, &call.place, handler.clone(), is_mounted)),
        );
    }
}

/// A prefix within a prefix.
fn nested(prefix: &str, inner: &str) -> String {
    match inner.strip_prefix('/') {
        _ if inner.is_empty() => prefix.to_owned(),
        Some(rest) if prefix.ends_with('/') => format!("{prefix}{rest}"),
        Some(_) => format!("{prefix}{inner}"),
        None => format!("{prefix}/{inner}"),
    }
}

/// A path below a prefix; the root of a plugin is the prefix itself.
fn full(prefix: &str, path: &str, options: Option<&Value<'_>>) -> String {
    let slash = options.and_then(|options| options.get("prefixTrailingSlash"));
    let keeps_slash = matches!(slash, Some(Value::Str(slash)) if &*slash == "slash");
    match path.strip_prefix('/') {
        Some("") if !prefix.is_empty() && !keeps_slash => prefix.to_owned(),
        Some(rest) if prefix.ends_with('/') => format!("{prefix}{rest}"),
        _ => format!("{prefix}{path}"),
    }
}
