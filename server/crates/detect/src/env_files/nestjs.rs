use std::collections::BTreeMap;

use model::facts::DotenvDialect;

use super::{Loader, Pairs, Values, expand, plain};

/// `ConfigModule.forRoot({ envFilePath })`: the first file that has a key wins.
pub(super) const LOADER: Loader = Loader {
    id: "nestjs",
    package: None,
    modes: &[""],
    is_of_servers: true,
    files,
    dialect: DotenvDialect::Node,
    fill: plain,
};

/// The same with `expandVariables`.
pub(super) const EXPANDING: Loader = Loader { id: "nestjs-expanded", fill, ..LOADER };

fn files(_: &str, listed: &[String]) -> Vec<String> {
    listed.to_vec()
}

/// After each file all that is known is expanded once more; what it came to is part of the environment from then on.
fn fill(files: &[Pairs]) -> Values {
    let mut environment: BTreeMap<String, String> = BTreeMap::new();
    let mut from: BTreeMap<String, usize> = BTreeMap::new();
    let mut known = Pairs::new();
    for (at, pairs) in files.iter().enumerate() {
        let mut merged = pairs.clone();
        for (key, value) in &mut merged {
            match environment.get(key) {
                Some(stronger) => value.clone_from(stronger),
                None => {
                    from.insert(key.clone(), at);
                }
            }
        }
        merged.extend(known.into_iter().filter(|(key, _)| !pairs.iter().any(|(own, _)| own == key)));
        let mut running = BTreeMap::new();
        for (key, value) in &mut merged {
            *value = match environment.get(key) {
                Some(set) if !set.is_empty() && set != value => set.clone(),
                _ => expand::value(value, &environment, &running),
            };
            *value = expand::unescaped(value);
            running.insert(key.clone(), value.clone());
        }
        environment.extend(merged.iter().cloned());
        known = merged;
    }
    known.into_iter().map(|(key, value)| (key.clone(), (from[&key], value))).collect()
}
