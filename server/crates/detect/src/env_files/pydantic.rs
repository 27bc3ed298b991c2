use std::collections::BTreeMap;

use model::facts::DotenvDialect;

use super::{Loader, Pairs, Values};

/// `env_file` of pydantic's settings, read by python-dotenv: the last file that has a key wins.
pub(super) const LOADER: Loader = Loader {
    id: "pydantic",
    package: None,
    modes: &[""],
    is_of_servers: true,
    files,
    dialect: DotenvDialect::Python,
    fill,
};

fn files(_: &str, listed: &[String]) -> Vec<String> {
    listed.iter().rev().cloned().collect()
}

/// References reach what stands before them in their own file, and nothing else.
fn fill(files: &[Pairs]) -> Values {
    let mut values = Values::new();
    for (at, pairs) in files.iter().enumerate() {
        let mut own: BTreeMap<&str, String> = BTreeMap::new();
        for (key, value) in pairs {
            let value = interpolated(value, &own);
            own.insert(key, value);
        }
        for (key, value) in own {
            values.entry(key.to_owned()).or_insert((at, value));
        }
    }
    values
}

/// `${KEY}` and `${KEY:-default}`; a key that is set to nothing is set.
fn interpolated(value: &str, own: &BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find("${") {
        let inner = &rest[at + 2..];
        let name = &inner[..inner.find([':', '}']).unwrap_or(inner.len())];
        let after = &inner[name.len()..];
        let default = after.strip_prefix(":-").and_then(|it| it.find('}').map(|end| &it[..end]));
        let is_reference = default.is_some() || after.starts_with('}');
        out.push_str(&rest[..at]);
        if !is_reference {
            out.push_str("${");
            rest = inner;
            continue;
        }
        out.push_str(own.get(name).map_or(default.unwrap_or(""), |known| known));
        rest = &after[default.map_or(1, |default| default.len() + 3)..];
    }
    out.push_str(rest);
    out
}
