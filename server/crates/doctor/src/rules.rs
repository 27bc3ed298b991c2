//! The table of rules. A newcomer's diff is one new file and one line.

mod compose_invalid;
mod env_committed;
mod env_duplicate;
mod env_invalid_line;
mod env_missing;
mod env_placeholder_secret;
mod port_conflict;

use crate::rule::Rule;

/// By area.
pub const RULES: &[Rule] = &[
    env_missing::RULE,
    env_duplicate::RULE,
    env_invalid_line::RULE,
    env_committed::RULE,
    env_placeholder_secret::RULE,
    port_conflict::RULE,
    compose_invalid::RULE,
];
