//! The table of rules. A newcomer's diff is one new file and one line.

mod compose_invalid;
mod env_committed;
mod env_duplicate;
mod env_invalid_line;
mod env_missing;
mod env_placeholder_secret;
mod file_unreadable;
mod lockfile_missing;
mod lockfile_stale;
mod manifest_invalid;
mod module_registry_drift;
mod port_conflict;
mod runtime_mismatch;
mod vendor_missing;

use crate::rule::Rule;

/// By area.
pub const RULES: &[Rule] = &[
    env_missing::RULE,
    env_duplicate::RULE,
    env_invalid_line::RULE,
    env_committed::RULE,
    env_placeholder_secret::RULE,
    lockfile_missing::RULE,
    lockfile_stale::RULE,
    port_conflict::RULE,
    compose_invalid::RULE,
    runtime_mismatch::RULE,
    module_registry_drift::RULE,
    vendor_missing::RULE,
    manifest_invalid::RULE,
    file_unreadable::RULE,
];
