//! Sequelize: `migrations/20240101120000-init.js` with `up(queryInterface, Sequelize)`.

use model::facts::MigrationTool;

use super::{Tool, knex, series};

pub(super) const TOOL: Tool = Tool {
    name: MigrationTool::Sequelize,
    claims: knex::claims,
    marks: &["queryInterface", "up"],
    read: |path, text| knex::read(path, text, MigrationTool::Sequelize),
    judge: |steps| series::judge(steps, |(path, _)| path.file_name(), "name"),
};
