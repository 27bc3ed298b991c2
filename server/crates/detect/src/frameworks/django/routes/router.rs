//! Routers of the REST framework: what they make of the viewsets that are registered.

use std::rc::Rc;

use model::{Method, Place};
use syntax::ir::{Expr, Function, Stmt};
use trace::{ClassValue, FileId, Machine, ObjectId, Origin, Value};

use super::{
    Reader, regex,
    view::{View, named},
};
use crate::routes::path::text;

/// The actions of a viewset that every router knows: whether for one object, the method, and the action.
const STANDARD: [(bool, &str, &str); 6] = [
    (false, "get", "list"),
    (false, "post", "create"),
    (true, "get", "retrieve"),
    (true, "put", "update"),
    (true, "patch", "partial_update"),
    (true, "delete", "destroy"),
];
const ACTION: &str = "rest_framework.decorators.action";
/// Routers within routers; deeper is a cycle.
const DEPTH: u8 = 8;

pub(super) fn is_router(name: &str) -> bool {
    let Some((module, last)) = name.rsplit_once('.') else { return false };
    match last {
        "SimpleRouter" | "DefaultRouter" => {
            matches!(module, "rest_framework.routers" | "rest_framework_nested.routers")
        }
        "NestedSimpleRouter" | "NestedDefaultRouter" => module.starts_with("rest_framework_nested"),
        _ => false,
    }
}

/// `router.register(prefix, viewset)`.
struct Registered<'p> {
    prefix: String,
    viewset: Value<'p>,
    place: Place,
}

/// An action of a viewset beside the standard ones.
struct Action {
    name: String,
    is_detail: bool,
    path: String,
    verbs: Vec<String>,
    place: Place,
}

impl<'p> Reader<'_, 'p> {
    pub(super) fn router(&mut self, id: ObjectId, prefix: &str) {
        let Some(kind) = self.machine.record().callee(id).filter(|callee| is_router(callee)) else { return };
        let has_root = kind.ends_with("DefaultRouter");
        let slash = slash(self.machine, id, 0);
        let parent = parent_path(self.machine, id, 0);
        for registered in registry(self.machine, id, 0) {
            let own = format!("{prefix}{parent}{}", registered.prefix);
            self.viewset(&registered, &own, slash);
        }
        if has_root {
            let place = self.machine.record().object(id).place.clone();
            let root = View { handler: Some("APIRootView".to_owned()), methods: vec![Method::Named("GET".into())] };
            self.push(&root, prefix, &place);
        }
    }

    fn viewset(&mut self, registered: &Registered<'p>, own: &str, slash: &str) {
        // Without a prefix of its own, it does not begin with a slash.
        let below = |rest: &str| match registered.prefix.is_empty() {
            true => format!("{own}{}", format!("{rest}{slash}").trim_start_matches('/')),
            false => format!("{own}{rest}{slash}"),
        };
        let Value::Class(class) = &registered.viewset else {
            let view = View { handler: registered.viewset.name(), methods: vec![Method::Any] };
            return self.push(&view, &below(""), &registered.place);
        };
        let lookup = format!("/{{{}}}", lookup(class));
        let name = &class.class.name;
        for (is_detail, verb, action) in STANDARD {
            if has_action(class, action) {
                let methods = named(&[verb.to_owned()], Some(class));
                let view = View { handler: Some(format!("{name}.{action}")), methods };
                self.push(&view, &below(if is_detail { &lookup } else { "" }), &registered.place);
            }
        }
        for action in actions(self.machine, class) {
            let methods = named(&action.verbs, Some(class));
            let view = View { handler: Some(format!("{name}.{}", action.name)), methods };
            let path = format!("{}/{}", if action.is_detail { &lookup } else { "" }, action.path);
            self.push(&view, &below(&path), &action.place);
        }
    }
}

/// What a router holds, with what it takes over from others.
fn registry<'p>(machine: &Machine<'p>, id: ObjectId, depth: u8) -> Vec<Registered<'p>> {
    let mut out = Vec::new();
    for call in &machine.record().object(id).calls {
        match &*call.method {
            "register" => out.push(Registered {
                prefix: regex::spelled(&text(call.arguments.get(0, "prefix"))),
                viewset: call.arguments.get(1, "viewset").cloned().unwrap_or(Value::Null),
                place: call.place.clone(),
            }),
            "registry.extend" if depth < DEPTH => {
                for value in call.arguments.positional() {
                    if let Value::Method(other, _) = value {
                        out.extend(registry(machine, *other, depth + 1));
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// What stands at the end of each path.
fn slash(machine: &Machine<'_>, id: ObjectId, depth: u8) -> &'static str {
    let object = machine.record().object(id);
    let set = object.calls.iter().rev().find(|call| &*call.method == "trailing_slash=");
    if let Some(Value::Str(slash)) = set.and_then(|call| call.arguments.positional().next()) {
        return if slash.starts_with('/') { "/" } else { "" };
    }
    let Origin::Called { arguments, .. } = &object.origin else { return "/" };
    let parent = arguments.positional().next().and_then(Value::object);
    let given = arguments.keyword("trailing_slash");
    match given.or_else(|| arguments.positional().next().filter(|_| parent.is_none())) {
        Some(Value::Bool(false)) => "",
        Some(_) => "/",
        None => parent.filter(|_| depth < DEPTH).map_or("/", |parent| slash(machine, parent, depth + 1)),
    }
}

/// A router within another: the path of the one object around it.
fn parent_path(machine: &Machine<'_>, id: ObjectId, depth: u8) -> String {
    let Origin::Called { arguments, .. } = &machine.record().object(id).origin else { return String::new() };
    let Some(parent) = arguments.get(0, "parent_router").and_then(Value::object) else { return String::new() };
    if depth >= DEPTH {
        return String::new();
    }
    let prefix = regex::spelled(&text(arguments.get(1, "parent_prefix")));
    let held = registry(machine, parent, 0);
    let viewset = held.iter().find(|held| held.prefix == prefix).map(|held| &held.viewset);
    let field = match viewset {
        Some(Value::Class(class)) => lookup(class),
        _ => "pk".to_owned(),
    };
    let around = arguments.keyword("lookup").map_or_else(|| format!("nested_{}", depth + 1), |name| text(Some(name)));
    format!("{}{prefix}/{{{around}_{field}}}/", parent_path(machine, parent, depth + 1))
}

/// The name of the parameter that picks one object.
fn lookup(class: &ClassValue<'_>) -> String {
    let named = |name: &str| class.field(name).and_then(|value| value.text()).map(|text| text.to_string());
    named("lookup_url_kwarg").or_else(|| named("lookup_field")).unwrap_or_else(|| "pk".to_owned())
}

/// Whether a viewset has a standard action, its own or by a class of the framework.
fn has_action(class: &ClassValue<'_>, action: &str) -> bool {
    let provides = |base: &str| match base.rsplit('.').next().unwrap_or_default() {
        "ModelViewSet" => true,
        "ReadOnlyModelViewSet" => matches!(action, "list" | "retrieve"),
        "ListModelMixin" => action == "list",
        "CreateModelMixin" => action == "create",
        "RetrieveModelMixin" => action == "retrieve",
        "UpdateModelMixin" => matches!(action, "update" | "partial_update"),
        "DestroyModelMixin" => action == "destroy",
        _ => false,
    };
    match class.field(action) {
        Some(Value::Null) => false,
        Some(_) => true,
        None => class.inherits(&provides),
    }
}

/// The methods of a class and of what it inherits, the nearest of a name only.
fn functions<'p>(class: &Rc<ClassValue<'p>>, out: &mut Vec<(Rc<ClassValue<'p>>, &'p Function)>, depth: u8) {
    for statement in &class.class.body {
        if let Stmt::Function(function) = statement
            && !out.iter().any(|(_, known)| known.name == function.name)
        {
            out.push((Rc::clone(class), function));
        }
    }
    if depth < DEPTH {
        class.program_bases().for_each(|base| functions(base, out, depth + 1));
    }
}

/// The methods that are marked as actions.
fn actions<'p>(machine: &mut Machine<'p>, class: &Rc<ClassValue<'p>>) -> Vec<Action> {
    let mut found = Vec::new();
    functions(class, &mut found, 0);
    let mut out: Vec<Action> = Vec::new();
    for (class, function) in &found {
        for decorator in &function.decorators {
            let value = machine.value_on(class, decorator);
            let Some(id) = value.object().filter(|id| machine.record().callee(*id) == Some(ACTION)) else { continue };
            let Origin::Called { arguments, .. } = &machine.record().object(id).origin else { continue };
            let path = arguments.keyword("url_path").filter(|path| !matches!(path, Value::Null));
            out.push(Action {
                name: function.name.to_string(),
                is_detail: !matches!(arguments.get(1, "detail"), Some(Value::Bool(false))),
                path: path.map_or_else(|| function.name.to_string(), |path| regex::spelled(&text(Some(path)))),
                verbs: lower(arguments.get(0, "methods")),
                place: place(machine, class.file, function),
            });
        }
    }
    // `@other.mapping.put`: one more method of another action.
    for (_, function) in &found {
        for (of, verb) in function.decorators.iter().filter_map(mapping) {
            if let Some(action) = out.iter_mut().find(|action| action.name == of) {
                action.verbs.push(verb.to_owned());
            }
        }
    }
    out
}

fn place(machine: &Machine<'_>, file: FileId, function: &Function) -> Place {
    Place::new(machine.program().unit(file).path.clone(), function.range)
}

fn lower(methods: Option<&Value<'_>>) -> Vec<String> {
    match methods {
        None | Some(Value::Null) => vec!["get".to_owned()],
        Some(value) => value.elements().iter().filter_map(Value::text).map(|verb| verb.to_ascii_lowercase()).collect(),
    }
}

fn mapping(decorator: &Expr) -> Option<(&str, &str)> {
    let Expr::Attr(owner, verb) = decorator else { return None };
    let Expr::Attr(action, word) = &**owner else { return None };
    (&**word == "mapping").then_some((action.last_name()?, &**verb))
}
