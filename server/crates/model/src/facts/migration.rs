use std::sync::Arc;

use crate::Range;

/// Who carries migrations out. Only `detect/src/migrations/` names them elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum MigrationTool {
    Alembic,
    Django,
    Typeorm,
    Prisma,
    Flyway,
    Knex,
    Sequelize,
    GolangMigrate,
    Goose,
}

impl MigrationTool {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Alembic => "alembic",
            Self::Django => "django",
            Self::Typeorm => "typeorm",
            Self::Prisma => "prisma",
            Self::Flyway => "flyway",
            Self::Knex => "knex",
            Self::Sequelize => "sequelize",
            Self::GolangMigrate => "golang-migrate",
            Self::Goose => "goose",
        }
    }
}

/// One migration, as its file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFacts {
    /// Whose.
    pub tool: MigrationTool,
    /// What tells it from others: a revision, a version, `app.name`.
    pub id: Arc<str>,
    /// Those it follows, for tools whose migrations say so.
    pub parents: Vec<Arc<str>>,
    /// Those it stands for (a squashed migration).
    pub replaces: Vec<Arc<str>>,
    /// The place that names it.
    pub range: Range,
}

impl MigrationFacts {
    /// Whether it is the one of this id.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        *self.id == *id
    }
}
