//! Health of a workspace: rules, one file each and a table, that turn a snapshot into findings with evidence and fixes.
//! Pure: a rule neither reads a file nor starts a process, so the same snapshot always gives the same report.

mod context;
mod edit;
mod lines;
mod lock;
mod modules;
mod report;
mod rule;
mod rules;
mod score;
mod secret;
mod stack;
mod version;

pub use edit::{EditError, apply};
pub use report::{Doctor, Report, check};
pub use rule::{Area, Input, Rule};
pub use rules::RULES;
pub use score::{AreaScore, ProjectScore, Score};
pub use secret::Seed;

#[cfg(test)]
mod testing;
