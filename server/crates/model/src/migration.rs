use std::sync::Arc;

use crate::{Place, RelPath, facts::MigrationTool};

/// The migrations of one folder: of a database, or of one application of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrations {
    /// Who carries them out.
    pub tool: MigrationTool,
    /// The folder that holds them.
    pub folder: RelPath,
    /// How many there are.
    pub count: usize,
    /// Those that nothing follows, sorted; one where all is well.
    pub heads: Vec<Arc<str>>,
    /// What the tool would refuse, each a sentence.
    pub problems: Vec<String>,
    /// The first head.
    pub place: Place,
}
