//! `/ask`: questions that the model of the workspace answers. Simple: words choose one of a table of intents.

mod commands;
mod definition;
mod dependencies;
mod endpoints;
mod env;
mod health;
mod memory;
mod modules;
mod ports;
mod projects;
mod services;
mod versions;

use std::collections::BTreeSet;

use model::Project;
use redact::Redactor;

use super::Completeness;
use crate::{Action, FollowUp, Page, Question, Verb, View, code, escaped, packet::has_word, prose};

/// One kind of question.
struct Intent {
    /// What was looked at, for an answer that nothing was found.
    looked_at: &'static str,
    /// Words that point to it, in lower case and singular, each with its weight.
    words: &'static [(&'static str, u32)],
    /// Writes what is known; `false` when that is nothing.
    answer: fn(&Cx<'_>, &mut Page) -> bool,
}

/// Of intents that match alike, the first one wins.
const INTENTS: &[&Intent] = &[
    &env::INTENT,
    &ports::INTENT,
    &modules::INTENT,
    &commands::INTENT,
    &dependencies::INTENT,
    &versions::INTENT,
    &endpoints::INTENT,
    &services::INTENT,
    &health::INTENT,
    &memory::INTENT,
    &projects::INTENT,
    &definition::INTENT,
];

/// A question and what is needed to answer it.
struct Cx<'c> {
    view: &'c View<'c>,
    redactor: &'c Redactor,
    prompt: &'c str,
    /// In lower case, plurals cut.
    words: BTreeSet<String>,
    /// Names as they stand in the prompt: quoted, or written as code is.
    names: Vec<String>,
    /// The projects that the question names; all of them when it names none.
    projects: Vec<&'c Project>,
    /// Whether it names some.
    is_scoped: bool,
}

/// A heading before the answer of each of several intents would be noise: one intent answers, at most two.
const MOST_INTENTS: usize = 2;

pub(super) fn answer(
    view: &View<'_>,
    redactor: &Redactor,
    question: &Question,
    page: &mut Page,
) -> (Completeness, Vec<FollowUp>) {
    let cx = Cx::new(view, redactor, question);
    let mut ranked: Vec<(u32, &Intent)> =
        INTENTS.iter().map(|intent| (cx.score(intent), *intent)).filter(|(score, _)| *score > 0).collect();
    ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let best = ranked.first().map_or(0, |(score, _)| *score);
    let mut found = false;
    let mut looked_at: Vec<&str> = Vec::new();
    for (score, intent) in ranked.iter().take(MOST_INTENTS) {
        // A second intent answers when it is as clear as the first, or when the first knew nothing.
        if *score == best || !found {
            looked_at.push(intent.looked_at);
            found |= (intent.answer)(&cx, page);
        }
    }
    if !found && !ranked.iter().any(|(_, intent)| std::ptr::eq(*intent, &definition::INTENT)) && !cx.names.is_empty() {
        looked_at.push(definition::INTENT.looked_at);
        found = (definition::INTENT.answer)(&cx, page);
    }
    found |= attached(&cx, question, page);
    if !found {
        not_found(&cx, &looked_at, page);
        return (Completeness::Nothing, vec![FollowUp { verb: Verb::Doctor, prompt: String::new() }]);
    }
    let is_whole = best >= 3 && cx.words.len() <= 14 && !cx.asks_for_thought();
    (if is_whole { Completeness::Whole } else { Completeness::Partial }, Vec::new())
}

fn not_found(cx: &Cx<'_>, looked_at: &[&str], page: &mut Page) {
    let mut looked_at: Vec<&str> = looked_at.to_vec();
    looked_at.dedup();
    if looked_at.is_empty() {
        page.text(
            "**Not found in this workspace.** I know its projects, versions, modules, dependencies, commands, compose \
             services, ports, env keys (where each is set and read, never the value) and health, and where names are \
             declared; nothing in your words points to one of these.\n",
        );
    } else {
        let scope = if cx.is_scoped {
            let names: Vec<String> = cx.projects.iter().map(|project| escaped(&project.name)).collect();
            format!(" of {}", names.join(", "))
        } else {
            String::new()
        };
        page.text(format!("**Not found in this workspace.** I looked at {}{scope}.\n", looked_at.join(", ")));
    }
    if !cx.view.snapshot.projects.is_empty() && !cx.is_scoped {
        let names: Vec<String> = cx.view.snapshot.projects.iter().map(|project| code(&project.name)).collect();
        page.text(format!("\nProjects here: {}.\n", names.join(", ")));
    }
}

/// What is known of attached files; `false` when there are none.
fn attached(cx: &Cx<'_>, question: &Question, page: &mut Page) -> bool {
    for reference in &question.references {
        let Some(file) = &reference.file else { continue };
        let findings: Vec<_> = cx.view.report.findings.iter().filter(|finding| finding.place.file == *file).collect();
        let owner = cx.view.snapshot.project_of(file).map(|project| format!(" belongs to {}", escaped(&project.name)));
        page.text(format!("\n{}{}", code(file.as_str()), owner.unwrap_or_else(|| " belongs to no project".to_owned())));
        page.text(match findings.len() {
            0 => "; the doctor finds nothing in it.\n".to_owned(),
            count => format!("; the doctor has {} in it:\n", super::plural(count, "finding")),
        });
        for finding in findings {
            page.text(format!("- {} (", prose(&finding.message))).place(&finding.place).text(")\n");
        }
    }
    question.references.iter().any(|reference| reference.file.is_some())
}

impl<'c> Cx<'c> {
    fn new(view: &'c View<'c>, redactor: &'c Redactor, question: &'c Question) -> Self {
        let prompt = question.prompt.trim();
        let lower = prompt.to_lowercase();
        let is_named = |project: &&Project| {
            let folder = project.root().file_name();
            has_word(&lower, &project.name.to_lowercase())
                || (folder.len() > 2 && has_word(&lower, &folder.to_lowercase()))
        };
        let mut named: Vec<&Project> = view.snapshot.projects.iter().filter(is_named).collect();
        // `saas` is a part of `saas-api`: the longer name is the one that was meant.
        let all = named.clone();
        named.retain(|project| {
            !all.iter().any(|other| other.name.len() > project.name.len() && other.name.contains(&*project.name))
        });
        let is_scoped = !named.is_empty();
        let projects = if is_scoped { named } else { view.snapshot.projects.iter().collect() };
        Self { view, redactor, prompt, words: words(prompt), names: names(prompt), projects, is_scoped }
    }

    fn score(&self, intent: &Intent) -> u32 {
        let own: u32 = intent.words.iter().filter(|(word, _)| self.says(word)).map(|(_, weight)| weight).sum();
        // A name of an env key in the question is what it is about.
        let is = |known: &Intent| std::ptr::eq(intent, known);
        let named = match () {
            () if is(&env::INTENT) && self.env_keys().next().is_some() => 5,
            () if is(&env::INTENT) && self.names.iter().any(|name| is_env_name(name)) => 4,
            () if is(&dependencies::INTENT) && own > 0 && dependencies::named(self).next().is_some() => 3,
            () => 0,
        };
        own + named
    }

    /// Whether the question says a word, or words one after the other.
    fn says(&self, word: &str) -> bool {
        if word.contains(' ') { self.prompt.to_lowercase().contains(word) } else { self.words.contains(word) }
    }

    /// Words that ask for judgement, not for facts.
    fn asks_for_thought(&self) -> bool {
        [
            "why",
            "explain",
            "should",
            "recommend",
            "improve",
            "refactor",
            "write",
            "generate",
            "compare",
            "difference",
            "design",
        ]
        .iter()
        .any(|word| self.words.contains(*word))
            || self.says("how does")
            || self.says("how would")
    }

    /// Env keys of the projects in scope that the question names.
    fn env_keys(&self) -> impl Iterator<Item = (&'c Project, &'c model::EnvKey)> {
        self.projects
            .iter()
            .flat_map(|project| project.env.iter().map(|env| (*project, env)))
            .filter(|(_, env)| env.key.len() > 2 && has_word(self.prompt, &env.key))
    }

    /// Starts a list with the project's name when there are several.
    fn heading(&self, project: &Project, page: &mut Page) {
        if self.projects.len() > 1 {
            page.text(format!("\n**{}** (`{}`)\n\n", escaped(&project.name), project.root()));
        }
    }
}

/// `LIKE_THIS`.
fn is_env_name(name: &str) -> bool {
    name.len() > 3
        && name.contains('_')
        && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn words(prompt: &str) -> BTreeSet<String> {
    prompt
        .to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(|word| match word.strip_suffix("ies") {
            Some(stem) if stem.len() > 2 => format!("{stem}y"),
            _ => {
                word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word).to_owned()
            }
        })
        .collect()
}

/// Names as people write them: in quotes, in backquotes, or with the capitals and underscores of code.
fn names(prompt: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for quote in ['`', '"', '\''] {
        found.extend(prompt.split(quote).skip(1).step_by(2).map(|part| part.trim().to_owned()));
    }
    for word in prompt.split(|c: char| !(c.is_alphanumeric() || "_$".contains(c))) {
        let has_inner_capital = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
        if has_inner_capital || word.trim_matches('_').contains('_') {
            found.push(word.to_owned());
        }
    }
    found.retain(|name| name.len() > 1 && name.chars().all(|c| c.is_alphanumeric() || "_$.".contains(c)));
    found.dedup();
    found
}

/// Shows a button to the Health view.
fn health_button(page: &mut Page) {
    page.button("Show Health", Action::ShowHealth);
}
