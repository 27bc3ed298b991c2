//! Extensions that put classes of resources at rules: Flask-RESTful and Flask-RESTX, whose API objects stand on an application
//! or a blueprint, and Flask-Smorest, whose API object registers blueprints.

use std::collections::BTreeSet;

use trace::{CallRecord, ObjectId, Origin, Record, Value};

use super::Reader;
use crate::routes::path::text;

const APIS: [&str; 6] = [
    "flask_restful.Api",
    "flask_restx.Api",
    "flask_restx.api.Api",
    "flask_restplus.Api",
    "flask_smorest.Api",
    "flask_rest_api.Api",
];
const NAMESPACES: [&str; 3] = ["flask_restx.Namespace", "flask_restx.namespace.Namespace", "flask_restplus.Namespace"];

pub(super) fn is_claimed(name: &str) -> bool {
    APIS.contains(&name) || NAMESPACES.contains(&name)
}

fn is_of(record: &Record<'_>, id: ObjectId, names: &[&str]) -> bool {
    record.callee(id).is_some_and(|callee| names.contains(&callee))
}

/// The API objects that stand on an application or blueprint.
pub(super) fn standing_on(record: &Record<'_>, on: ObjectId) -> Vec<ObjectId> {
    let given = |call: &CallRecord<'_>| {
        &*call.method == "init_app" && call.arguments.get(0, "app").and_then(Value::object) == Some(on)
    };
    let apis = record.iter().filter(|(id, _)| is_of(record, *id, &APIS));
    let stands = apis.filter(|(_, object)| {
        let made_with = match &object.origin {
            Origin::Called { arguments, .. } => arguments.get(0, "app").and_then(Value::object),
            _ => None,
        };
        made_with == Some(on) || object.calls.iter().any(given)
    });
    stands.map(|(id, _)| id).collect()
}

impl<'p> Reader<'_, 'p> {
    /// The resources of an API object. `prefix` is that of the blueprint it stands on.
    pub(super) fn resources(&mut self, api: ObjectId, mount: &str, prefix: &str, is_mounted: bool) {
        self.reached.insert(api);
        let record = self.record;
        let own = match &record.object(api).origin {
            Origin::Called { arguments, .. } => text(arguments.keyword("prefix")),
            _ => String::new(),
        };
        let prefix = format!("{prefix}{own}");
        for call in &record.object(api).calls {
            match &*call.method {
                "add_namespace" => {
                    let Some(inner) = call.arguments.get(0, "ns").and_then(Value::object) else { continue };
                    // What is given here is kept as it is, slash at its end included.
                    let given = call.arguments.get(1, "path").and_then(Value::text).map(|path| path.to_string());
                    let path = given.or_else(|| own_path(record, inner));
                    self.namespace(inner, mount, &format!("{prefix}{}", path.unwrap_or_default()), is_mounted);
                }
                "namespace" => {
                    let path = given_path(call.arguments.keyword("path"))
                        .unwrap_or_else(|| format!("/{}", text(call.arguments.get(0, "name"))));
                    let Some(inner) = call.result else { continue };
                    self.namespace(inner, mount, &format!("{prefix}{}", path.trim_end_matches('/')), is_mounted);
                }
                _ => self.resource(call, mount, &prefix, is_mounted),
            }
        }
    }

    fn namespace(&mut self, id: ObjectId, mount: &str, prefix: &str, is_mounted: bool) {
        self.reached.insert(id);
        let record = self.record;
        for call in &record.object(id).calls {
            self.resource(call, mount, prefix, is_mounted);
        }
    }

    /// `add_resource(Class, "/a", "/b")`, `@api.resource("/a")`, `@namespace.route("/a")`.
    fn resource(&mut self, call: &CallRecord<'p>, mount: &str, prefix: &str, is_mounted: bool) {
        let mut rules = call.arguments.positional();
        let class = match &*call.method {
            "add_resource" => rules.next(),
            "resource" | "route" => call.decorates.as_ref(),
            _ => return,
        };
        let methods = self.methods(&call.arguments, class);
        for rule in rules {
            let rule = format!("{}{prefix}{}", mount.trim_end_matches('/'), text(Some(rule)));
            self.push(&methods, &rule, call, class, is_mounted);
        }
    }

    /// API objects and namespaces that nothing puts on an application: they are declared and never answer.
    pub(super) fn lost_resources(&mut self) {
        let record = self.record;
        let with = |name: &str| -> BTreeSet<ObjectId> {
            let calls = record.iter().flat_map(|(_, object)| &object.calls).filter(|call| &*call.method == name);
            calls.filter_map(|call| call.arguments.get(0, "ns")?.object()).collect()
        };
        let added = with("add_namespace");
        for (id, _) in record.iter().filter(|(id, _)| is_of(record, *id, &APIS)) {
            if !self.reached.contains(&id) {
                self.resources(id, "", "", false);
            }
        }
        for (id, _) in record.iter().filter(|(id, _)| is_of(record, *id, &NAMESPACES) && !added.contains(id)) {
            if !self.reached.contains(&id) {
                self.namespace(id, "", &own_path(record, id).unwrap_or_default(), false);
            }
        }
    }
}

/// A path that is given, without the slash at its end.
fn given_path(value: Option<&Value<'_>>) -> Option<String> {
    value.and_then(Value::text).map(|path| path.trim_end_matches('/').to_owned())
}

/// The path of a namespace, else its name.
fn own_path(record: &Record<'_>, id: ObjectId) -> Option<String> {
    let Origin::Called { arguments, .. } = &record.object(id).origin else { return None };
    let path = given_path(arguments.get(2, "path")).filter(|path| !path.is_empty());
    Some(path.unwrap_or_else(|| format!("/{}", text(arguments.get(0, "name")))))
}
