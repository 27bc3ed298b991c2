//! What a script, target or task is for, judged by its name.

use std::sync::Arc;

use model::{CommandRole, Range, facts::NamedCommand};

/// Names by role, the best first: of several targets for one role the first in this table is shown.
const NAMES: &[(CommandRole, &[&str])] = &[
    (
        CommandRole::Dev,
        &[
            "dev",
            "start:dev",
            "dev:start",
            "start-dev",
            "run-dev",
            "dev:server",
            "develop",
            "run",
            "serve",
            "server",
            "watch",
            "local",
        ],
    ),
    (CommandRole::Test, &["test", "tests", "test:unit", "unit-test", "test-unit", "pytest", "test:ci"]),
    (CommandRole::Build, &["build", "compile", "build:prod", "package", "dist"]),
    (
        CommandRole::Lint,
        &["lint", "lint:check", "check:lint", "linter", "ruff", "golangci", "vet", "check", "lint:fix"],
    ),
    (CommandRole::Start, &["start", "start:prod", "prod", "start-prod", "run-prod"]),
];

/// The role of a command of this name.
#[must_use]
pub fn role_of(name: &str) -> Option<CommandRole> {
    let name = name.to_ascii_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}

/// Of commands with this role the one with the best name.
#[must_use]
pub fn best(role: CommandRole, commands: &[NamedCommand]) -> Option<&NamedCommand> {
    let (_, names) = NAMES.iter().find(|(of, _)| *of == role)?;
    let rank = |command: &&NamedCommand| names.iter().position(|name| command.name.eq_ignore_ascii_case(name));
    commands
        .iter()
        .filter(|command| command.role == Some(role))
        .min_by_key(|command| rank(command).unwrap_or(names.len()))
}

/// A command with its role.
pub(crate) fn named(name: &str, line: &str, range: Range) -> NamedCommand {
    NamedCommand { name: Arc::from(name), line: Arc::from(line.trim()), runner: None, role: role_of(name), range }
}

/// Env keys that a command line sets for its own commands: `A=1 node x`, `cross-env A=1 node x`, `export A=1 && x`. The
/// values are as written, without quotes around them.
#[must_use]
pub fn assignments(line: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut is_start = true;
    for word in words(line) {
        let text = word.trim_matches([';', '(', ')']);
        match text.split_once('=') {
            Some((key, value)) if is_start && is_key(key) => {
                let quotes = ['"', '\''].into_iter().find(|quote| value.len() > 1 && value.starts_with(*quote));
                found.push((key, quotes.map_or(value, |quote| value.trim_matches(quote))));
            }
            _ => is_start &= RUNNERS.contains(&text),
        }
        // What follows begins a command of its own.
        is_start |= matches!(word, "&&" | "||" | "|" | ";" | "&") || word.ends_with(';') || text == "export";
    }
    found
}

/// Words before which and behind which keys are set.
const RUNNERS: [&str; 8] = ["env", "export", "npx", "cross-env", "cross-env-shell", "dotenvx", "time", "exec"];

fn is_key(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The words of a line; blanks in quotes part none.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut quote: Option<char> = None;
    line.split(move |letter: char| {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            _ => {}
        }
        quote.is_none() && letter.is_whitespace()
    })
    .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_stand_before_a_command() {
        let of = |line| assignments(line).into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>();
        assert_eq!(of("NODE_ENV=production node x A=1"), ["NODE_ENV=production"]);
        assert_eq!(of("cross-env A=1 B='x y' nest start"), ["A=1", "B=x y"]);
        assert_eq!(of("npm run build && PORT=3001 node x || env C=2 y"), ["PORT=3001", "C=2"]);
        assert_eq!(of("export A=1; node x"), ["A=1"]);
        for line in
            ["node x", "echo A=1", "docker run -e A=1 x", "npm i --save=x", "a=b=c x && y", "--port=1", "'A=1' x"]
        {
            assert!(of(line).iter().all(|it| it == "a=b=c"), "{line}");
        }
    }

    #[test]
    fn the_best_name_of_a_role_wins() {
        let commands =
            ["serve", "start", "start:dev", "test:e2e", "test"].map(|name| named(name, "x", Range::default()));
        assert_eq!(best(CommandRole::Dev, &commands).map(|command| &*command.name), Some("start:dev"));
        assert_eq!(best(CommandRole::Test, &commands).map(|command| &*command.name), Some("test"));
        assert_eq!(best(CommandRole::Lint, &commands), None);
        assert_eq!(role_of("deploy"), None);
    }
}
