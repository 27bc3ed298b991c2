use std::collections::BTreeMap;

use model::facts::DotenvDialect;

use super::{Loader, Pairs, Values, expand};

/// Vite: files by mode, put together before references are filled in.
pub(super) const LOADER: Loader = Loader {
    id: "vite",
    package: Some("vite"),
    modes: &["development", "production", "test"],
    is_of_servers: false,
    files,
    dialect: DotenvDialect::Node,
    fill,
};

fn files(mode: &str, _: &[String]) -> Vec<String> {
    vec![format!(".env.{mode}.local"), format!(".env.{mode}"), ".env.local".to_owned(), ".env".to_owned()]
}

fn fill(files: &[Pairs]) -> Values {
    // The weakest file is read first, and its keys stand first.
    let mut merged: Vec<(&str, usize, &str)> = Vec::new();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, pairs) in files.iter().enumerate().rev() {
        for (key, value) in pairs {
            let known = *place.entry(key).or_insert(merged.len());
            if known == merged.len() {
                merged.push((key, at, value));
            } else {
                merged[known] = (key, at, value);
            }
        }
    }
    let mut running: BTreeMap<String, String> =
        merged.iter().map(|(key, _, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let none = BTreeMap::new();
    for (key, ..) in &merged {
        let value = expand::unescaped(&expand::value(&running[*key], &none, &running));
        running.insert((*key).to_owned(), value);
    }
    merged.into_iter().map(|(key, at, _)| (key.to_owned(), (at, running[key].clone()))).collect()
}
