use std::collections::BTreeMap;

use model::{Finding, Place, RelPath, facts::ComposeDependency};

use super::RULE;
use crate::{context::Context, stack::Stack};

/// What each service waits for.
type Waits<'s> = BTreeMap<&'s str, Vec<(&'s RelPath, &'s ComposeDependency)>>;

/// Services that wait for each other, each circle once: at the dependency that closes it.
pub(super) fn check(cx: &Context<'_>, stack: &Stack<'_>, out: &mut Vec<Finding>) {
    let mut waits: Waits<'_> = BTreeMap::new();
    for (path, service) in stack.services() {
        waits.entry(&service.name).or_default().extend(service.depends_on.iter().map(|other| (path, other)));
    }
    drop_startable(&mut waits);
    while let Some(start) = waits.keys().next().copied() {
        let (names, file, closing) = circle(&waits, start);
        let shown = names.iter().chain([&&*closing.name]).copied().collect::<Vec<_>>().join(" → ");
        let at = Place::new(file.clone(), closing.range);
        RULE.at(at, &shown).message(format!("services wait for each other in a circle: {shown}")).push(cx, out);
        for name in names {
            waits.remove(name);
        }
        drop_startable(&mut waits);
    }
}

/// Takes out, again and again, the services that wait for none of the others. What is left is in a circle or waits for
/// one.
fn drop_startable(waits: &mut Waits<'_>) {
    loop {
        let names: Vec<&str> = waits.keys().copied().collect();
        for others in waits.values_mut() {
            others.retain(|(_, other)| names.binary_search(&&*other.name).is_ok());
        }
        let before = waits.len();
        waits.retain(|_, others| !others.is_empty());
        if waits.len() == before {
            return;
        }
    }
}

/// The first circle on the way from `start`: its names, and the dependency that closes it. Every service left waits for
/// one that is left.
fn circle<'s>(waits: &Waits<'s>, start: &'s str) -> (Vec<&'s str>, &'s RelPath, &'s ComposeDependency) {
    let mut way = vec![start];
    let mut at = BTreeMap::from([(start, 0)]);
    loop {
        let (file, next) = waits[way[way.len() - 1]][0];
        if let Some(from) = at.get(&*next.name) {
            return (way.split_off(*from), file, next);
        }
        at.insert(&next.name, way.len());
        way.push(&next.name);
    }
}
