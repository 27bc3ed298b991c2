//! Routes of Flask: applications, blueprints, and under which prefix each is registered.

mod resource;

use std::collections::BTreeSet;

use model::{Endpoint, Method};
use trace::{Arguments, CallRecord, ClassValue, FileId, Machine, ObjectId, Origin, Record, Settings, Value};

use crate::routes::{
    RouteContext, RouteReader, endpoint, methods,
    path::{angles, text},
};

pub(in crate::frameworks) static ROUTES: RouteReader =
    RouteReader { settings: Settings { is_claimed, enters: |_| false }, marks: &["flask"], paths: None, read };

/// Applications, and what other libraries make of them.
const APPS: [&str; 3] = ["flask.Flask", "flask.app.Flask", "apiflask.APIFlask"];
const BLUEPRINTS: [&str; 4] =
    ["flask.Blueprint", "flask.blueprints.Blueprint", "apiflask.APIBlueprint", "flask_smorest.Blueprint"];
/// One application in front of others: `DispatcherMiddleware(app, {"/api": other})`.
const MOUNTS: [&str; 2] = ["werkzeug.middleware.dispatcher.DispatcherMiddleware", "werkzeug.wsgi.DispatcherMiddleware"];
/// What is put around an application and passes all on.
const PROXIES: [&str; 2] = ["werkzeug.middleware.proxy_fix.ProxyFix", "werkzeug.contrib.fixers.ProxyFix"];
/// A class of views as a function.
const AS_VIEW: &str = ".as_view";
/// A class of views that does not tell methods apart.
const VIEW: &str = "flask.views.View";
/// The shortcuts for `route(methods=[…])`.
const SHORTCUTS: [&str; 5] = ["get", "post", "put", "delete", "patch"];
/// The methods of a class that answer a request.
const VERBS: [&str; 8] = ["get", "post", "head", "options", "delete", "put", "trace", "patch"];
/// Blueprints within blueprints; deeper is a cycle.
const DEPTH: usize = 24;

fn is_claimed(name: &str) -> bool {
    APPS.contains(&name)
        || BLUEPRINTS.contains(&name)
        || MOUNTS.contains(&name)
        || PROXIES.contains(&name)
        || resource::is_claimed(name)
        || name.ends_with(AS_VIEW)
}

fn read(machine: &mut Machine<'_>, _: &[FileId], _: &RouteContext) -> Vec<Endpoint> {
    let record = machine.record();
    let is_of = |id: ObjectId, names: &[&str]| record.callee(id).is_some_and(|callee| names.contains(&callee));
    let mounts: Vec<(String, ObjectId)> = record
        .iter()
        .filter(|(id, _)| is_of(*id, &MOUNTS))
        .flat_map(|(_, object)| mounted(record, &object.origin))
        .collect();
    let mut reader = Reader { record, out: Vec::new(), reached: BTreeSet::new(), within: Vec::new() };
    for (prefix, app) in &mounts {
        reader.routes(*app, prefix, None, true, 0);
    }
    for (id, _) in record.iter().filter(|(id, _)| is_of(*id, &APPS)) {
        if !mounts.iter().any(|(_, app)| *app == id) {
            reader.routes(id, "", None, true, 0);
        }
    }
    // What nobody registers is declared and never answers; those within others come with them.
    let inner: BTreeSet<ObjectId> =
        record.iter().flat_map(|(_, object)| &object.calls).filter_map(registered).map(|(inner, _)| inner).collect();
    for is_inner in [false, true] {
        for (id, object) in record.iter().filter(|(id, _)| is_of(*id, &BLUEPRINTS) && inner.contains(id) == is_inner) {
            if !reader.reached.contains(&id) {
                reader.routes(id, "", own_prefix(&object.origin), false, 0);
            }
        }
    }
    reader.lost_resources();
    reader.out
}

/// The applications behind a dispatcher with their prefixes.
fn mounted(record: &Record<'_>, origin: &Origin<'_>) -> Vec<(String, ObjectId)> {
    let Origin::Called { arguments, .. } = origin else { return Vec::new() };
    let Some(Value::Map(pairs)) = arguments.get(1, "mounts") else { return Vec::new() };
    let pairs = pairs.borrow();
    let front = arguments.get(0, "app").and_then(|front| app(record, front, 0));
    let one = |(prefix, value): &(Value<'_>, Value<'_>)| Some((text(Some(prefix)), app(record, value, 0)?));
    // In front of itself (a prefix that a deployment may have), it answers without one as well.
    pairs.iter().filter_map(one).filter(|(_, app)| Some(*app) != front).collect()
}

/// The application that a value is, or is put around.
fn app(record: &Record<'_>, value: &Value<'_>, depth: usize) -> Option<ObjectId> {
    match value {
        // `app.wsgi_app`.
        Value::Method(id, _) => Some(*id),
        other => match &record.object(other.object()?).origin {
            Origin::Called { callee, arguments } if PROXIES.contains(&&**callee) && depth < DEPTH => {
                app(record, arguments.positional().next()?, depth + 1)
            }
            _ => other.object(),
        },
    }
}

/// The blueprint that a call registers, and the prefix that it is given there.
fn registered(call: &CallRecord<'_>) -> Option<(ObjectId, Option<String>)> {
    (&*call.method == "register_blueprint").then_some(())?;
    let blueprint = call.arguments.get(0, "blueprint")?.object()?;
    Some((blueprint, prefix_of(call.arguments.keyword("url_prefix"))))
}

fn own_prefix(origin: &Origin<'_>) -> Option<String> {
    match origin {
        Origin::Called { arguments, .. } => prefix_of(arguments.get(5, "url_prefix")),
        _ => None,
    }
}

/// No prefix is something else than an empty one.
fn prefix_of(value: Option<&Value<'_>>) -> Option<String> {
    value.and_then(Value::text).map(|text| text.to_string())
}

struct Reader<'r, 'p> {
    record: &'r Record<'p>,
    out: Vec<Endpoint>,
    reached: BTreeSet<ObjectId>,
    /// Those whose routes are being read.
    within: Vec<ObjectId>,
}

impl<'p> Reader<'_, 'p> {
    /// The routes of an application or blueprint below `mount`, where its application stands, and its prefix in there.
    fn routes(&mut self, id: ObjectId, mount: &str, prefix: Option<String>, is_mounted: bool, depth: usize) {
        if depth > DEPTH || self.within.contains(&id) {
            return;
        }
        self.reached.insert(id);
        self.within.push(id);
        let record = self.record;
        let apis = resource::standing_on(record, id);
        let registrars = std::iter::once(id).chain(apis.iter().copied());
        for call in registrars.flat_map(|id| &record.object(id).calls) {
            if let Some((blueprint, given)) = registered(call) {
                // What is given on registration stands instead of the blueprint's own.
                let inner = given.or_else(|| own_prefix(&record.object(blueprint).origin));
                let full = match (&prefix, inner) {
                    (Some(prefix), Some(inner)) => Some(joined(prefix, &inner)),
                    (prefix, inner) => inner.or_else(|| prefix.clone()),
                };
                self.routes(blueprint, mount, full, is_mounted, depth + 1);
            }
        }
        for call in &record.object(id).calls {
            self.rule(call, mount, prefix.as_deref(), is_mounted);
        }
        for api in apis {
            self.resources(api, mount, prefix.as_deref().unwrap_or_default(), is_mounted);
        }
        self.within.pop();
    }

    fn rule(&mut self, call: &CallRecord<'p>, mount: &str, prefix: Option<&str>, is_mounted: bool) {
        let arguments = &call.arguments;
        let (view, methods) = match &*call.method {
            "add_url_rule" => {
                let view = arguments.get(2, "view_func");
                (view, self.methods(arguments, view))
            }
            "route" => (call.decorates.as_ref(), self.methods(arguments, call.decorates.as_ref())),
            verb if SHORTCUTS.contains(&verb) => (call.decorates.as_ref(), methods(None, verb)),
            _ => return,
        };
        let rule = text(arguments.get(0, "rule"));
        let rule = match prefix {
            Some(prefix) if rule.is_empty() => prefix.to_owned(),
            Some(prefix) => joined(prefix, &rule),
            None => rule,
        };
        self.push(&methods, &format!("{}{rule}", mount.trim_end_matches('/')), call, view, is_mounted);
    }

    fn push(
        &mut self,
        methods: &[Method],
        rule: &str,
        call: &CallRecord<'p>,
        view: Option<&Value<'p>>,
        is_mounted: bool,
    ) {
        let path = angles(rule);
        let handler = view.and_then(|view| self.class_of(view).map_or_else(|| view.name(), |class| class.name()));
        // Whoever answers GET answers HEAD by itself.
        let has_get = methods.iter().any(|method| is_named(method, "GET"));
        let methods = methods.iter().filter(|method| !(has_get && is_named(method, "HEAD")));
        self.out
            .extend(methods.map(|method| endpoint(method.clone(), &path, &call.place, handler.clone(), is_mounted)));
    }

    /// The methods that are given, else those that the view says, else GET.
    fn methods(&self, arguments: &Arguments<'p>, view: Option<&Value<'p>>) -> Vec<Method> {
        match arguments.keyword("methods") {
            None | Some(Value::Null) => {}
            given => return methods(given, "GET"),
        }
        match view.and_then(|view| self.class_of(view)) {
            Some(Value::Class(class)) => class_methods(&class),
            // A class of somebody else.
            Some(_) => vec![Method::Any],
            None => methods(None, "GET"),
        }
    }

    /// The class behind a view, when it is made of one; by its name when it is somebody else's.
    fn class_of(&self, view: &Value<'p>) -> Option<Value<'p>> {
        match view {
            Value::Class(_) => Some(view.clone()),
            Value::Object(id) => match &self.record.object(*id).origin {
                Origin::Called { callee, arguments } => {
                    let name = callee.strip_suffix(AS_VIEW)?;
                    let class = arguments.positional().next().filter(|value| matches!(value, Value::Class(_)));
                    Some(class.cloned().unwrap_or_else(|| Value::External(name.into())))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The methods that a class names, or has.
fn class_methods(class: &ClassValue<'_>) -> Vec<Method> {
    match class.field("methods") {
        None | Some(Value::Null) => {}
        given => return methods(given.as_ref(), "GET"),
    }
    let has_verbs = class.inherits(&|name| name != VIEW);
    let defined = VERBS.iter().filter(|verb| has_verbs && class.field(verb).is_some());
    let defined: Vec<Method> = defined.map(|verb| Method::Named(verb.to_ascii_uppercase().into())).collect();
    if defined.is_empty() { methods(None, "GET") } else { defined }
}

fn is_named(method: &Method, name: &str) -> bool {
    matches!(method, Method::Named(known) if &**known == name)
}

/// A prefix and what stands below it, with one slash between them.
fn joined(prefix: &str, rule: &str) -> String {
    format!("{}/{}", prefix.trim_end_matches('/'), rule.trim_start_matches('/'))
}
