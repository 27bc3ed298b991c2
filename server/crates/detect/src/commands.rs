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

#[cfg(test)]
mod tests {
    use super::*;

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
