use std::collections::BTreeMap;

use anyhow::Result;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use wire::method::{Kind, TABLE};

/// All schemas.
pub struct Schemas {
    /// Schema files.
    pub files: BTreeMap<String, String>,
    /// Every named type, for TypeScript.
    pub definitions: Map<String, Value>,
    /// Per method, in the table's order: params and result.
    pub methods: Vec<(&'static wire::method::Row, Value, Value)>,
    /// Digest of all shapes, descriptions left out.
    pub hash: String,
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

pub fn collect() -> Result<Schemas> {
    let mut shared = generator();
    let mut methods = Vec::new();
    let mut files = BTreeMap::new();
    for row in TABLE {
        methods.push((row, (row.params)(&mut shared).to_value(), (row.result)(&mut shared).to_value()));
        let mut own = generator();
        let (params, result) = ((row.params)(&mut own).to_value(), (row.result)(&mut own).to_value());
        let mut document = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": row.method,
            "description": row.doc,
            "kind": kind_name(row.kind),
            "properties": { "params": params },
        });
        if row.kind == Kind::Request {
            document["properties"]["result"] = result;
        }
        document["$defs"] = Value::Object(own.take_definitions(true));
        files.insert(format!("schemas/wire/{}.json", row.method.replace('/', ".")), pretty(&document)?);
    }
    // Documents of the command line, and what `initialize` carries.
    document::<wire::inspect::InspectReport>("inspect", &mut shared, &mut files)?;
    document::<wire::doctor::DoctorReport>("doctor", &mut shared, &mut files)?;
    document::<wire::context::ContextPacket>("context", &mut shared, &mut files)?;
    document::<wire::session::InitOptions>("wire/initializationOptions", &mut shared, &mut files)?;
    document::<wire::session::ServerHello>("wire/serverHello", &mut shared, &mut files)?;
    let definitions = shared.take_definitions(true);
    let shapes = json!({ "definitions": definitions, "methods": methods.iter().map(|(row, params, result)| json!([row.method, kind_name(row.kind), params, result])).collect::<Vec<_>>() });
    let hash = Sha256::digest(serde_json::to_string(&without_prose(&shapes))?);
    let hash = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(Schemas { files, definitions, methods, hash })
}

fn document<T: JsonSchema>(
    name: &str,
    shared: &mut SchemaGenerator,
    files: &mut BTreeMap<String, String>,
) -> Result<()> {
    shared.subschema_for::<T>();
    let schema = generator().into_root_schema_for::<T>().to_value();
    files.insert(format!("schemas/{name}.json"), pretty(&schema)?);
    Ok(())
}

fn pretty(value: &Value) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(value)?))
}

pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Request => "request",
        Kind::Notification => "notification",
        Kind::Push => "push",
    }
}

/// A better sentence is no new protocol.
fn without_prose(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map
                .iter()
                .filter(|(key, value)| !(key.as_str() == "description" && value.is_string()))
                .map(|(key, value)| (key.clone(), without_prose(value)))
                .collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_prose).collect()),
        other => other.clone(),
    }
}
