//! Which stages of a Dockerfile are part of an image that runs: the last and those that it goes on from, and what can only be
//! there to be built by its name. What a builder sets and exposes is gone when the program runs.

use model::facts::Dockerfile;

/// What a stage has.
pub(super) struct Part {
    /// How many ports stand before it.
    pub(super) exposed: usize,
    /// The stages that it copies from, by name or number.
    pub(super) takes: Vec<String>,
}

/// Marks what only builders set as known at build time, and takes out the ports that only they expose.
pub(super) fn settle(file: &mut Dockerfile, parts: &[Part]) {
    for at in 0..parts.len() {
        file.stages[at].base = stage(file, at, &file.stages[at].image);
    }
    let runs = running(file, parts);
    let stage_of = |at: usize, before: fn(&Part) -> usize| parts.iter().rposition(|part| before(part) <= at);
    for argument in &mut file.env {
        argument.is_build_time |= argument.stage.is_none_or(|stage| !runs[stage]);
    }
    let mut at = 0;
    file.exposed.retain(|_| {
        at += 1;
        stage_of(at - 1, |part| part.exposed).is_some_and(|stage| runs[stage])
    });
}

fn running(file: &Dockerfile, parts: &[Part]) -> Vec<bool> {
    let bases: Vec<Option<usize>> = file.stages.iter().map(|stage| stage.base).collect();
    let is_used = |at: usize| {
        let copies = |(user, part): (usize, &Part)| part.takes.iter().any(|name| stage(file, user, name) == Some(at));
        bases.contains(&Some(at)) || parts.iter().enumerate().any(copies)
    };
    let mut runs = vec![false; parts.len()];
    for at in (0..parts.len()).filter(|at| at + 1 == parts.len() || !is_used(*at)) {
        let mut next = Some(at);
        while let Some(stage) = next {
            runs[stage] = true;
            next = bases[stage];
        }
    }
    runs
}

/// The earlier stage of a name or number; of several of one name the last.
fn stage(file: &Dockerfile, before: usize, name: &str) -> Option<usize> {
    let is_named = |at: &usize| file.stages[*at].name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
    let named = (0..before).rev().find(is_named);
    named.or_else(|| name.parse().ok().filter(|at| *at < before))
}
