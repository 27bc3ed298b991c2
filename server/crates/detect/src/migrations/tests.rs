use std::fmt::Write;

use expect_test::{Expect, expect};
use model::{RelPath, facts::MigrationFacts};

/// The files of a text in which each follows a line `//- /path`.
fn files(text: &str) -> Vec<(RelPath, MigrationFacts)> {
    let mut parts: Vec<(RelPath, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- /") {
            parts.push((RelPath::new(path.trim()).expect("a path"), String::new()));
        } else if let Some((_, text)) = parts.last_mut() {
            text.push_str(line);
        }
    }
    let facts = |(path, text): (RelPath, String)| {
        let found = super::of_path(&path).or_else(|| super::of_file(&path, &text))?;
        Some((path, found))
    };
    parts.into_iter().filter_map(facts).collect()
}

#[track_caller]
fn check(text: &str, expect: Expect) {
    let files = files(text);
    let mut shown = String::new();
    for it in super::together(&RelPath::root(), files.iter().map(|(path, facts)| (path, facts))) {
        let _ = writeln!(shown, "{} {} {} -> {}", it.tool.name(), it.folder, it.count, it.heads.join(", "));
        it.problems.iter().for_each(|problem| shown += &format!("  {problem}\n"));
    }
    expect.assert_eq(&shown);
}

#[test]
fn alembic_has_heads() {
    check(
        "
//- /alembic/versions/1_a.py
\"\"\"a\"\"\"
revision = 'aaa'
down_revision = None

def upgrade(): pass
//- /alembic/versions/2_b.py
from typing import Sequence, Union
revision: str = 'bbb'
down_revision: Union[str, None] = 'aaa'

def upgrade() -> None:
    x = 'revision'
//- /alembic/versions/2_c.py
revision = 'ccc'
down_revision = 'aaa'
//- /alembic/versions/3_m.py
revision = 'ddd'
down_revision = ('bbb', 'ccc')
//- /alembic/env.py
def down_revision(revision): pass
",
        expect![[r#"
            alembic alembic/versions 4 -> ddd
        "#]],
    );
    check(
        "
//- /db/versions/1.py
revision = 'aaa'
down_revision = None
//- /db/versions/2.py
revision = 'bbb'
down_revision = 'aaa'
//- /db/versions/3.py
revision = 'ccc'
down_revision = 'aaa'
//- /db/versions/4.py
revision = 'ddd'
down_revision = 'gone'
//- /db/more/5.py
revision = 'eee'
down_revision = 'ccc'
",
        expect![[r#"
            alembic db/versions 5 -> bbb, ddd, eee
              4.py follows revision gone, which is not there
              3 heads: bbb, ddd, eee
        "#]],
    );
}

#[test]
fn django_has_a_leaf_in_each_application() {
    check(
        "
//- /shop/migrations/0001_initial.py
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('auth', '0012_x'),
    ]
    operations = [migrations.CreateModel('a', [])]
//- /shop/migrations/0002_a.py
from django.db import migrations
class Migration(migrations.Migration):
    operations = []
    dependencies = [('shop', '0001_initial')]
//- /shop/migrations/0002_b.py
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [('shop', '0001_initial')]
    operations = []
//- /users/migrations/0001_initial.py
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = []
    operations = []
//- /users/migrations/0001_squashed_0002.py
from django.db import migrations
class Migration(migrations.Migration):
    replaces = [('users', '0001_initial'), ('users', '0002_gone')]
    dependencies = []
    operations = []
//- /users/migrations/0003_z.py
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [('users', '0002_gone')]
    operations = []
//- /users/migrations/__init__.py
//- /users/migrations/tools.py
# Migration of migrations
x = 1
//- /tests/app/migrations/0001_initial.py
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = []
",
        expect![[r#"
            django shop/migrations 3 -> shop.0002_a, shop.0002_b
              conflicting migrations: shop.0002_a, shop.0002_b; `makemigrations --merge` joins them
            django users/migrations 3 -> users.0003_z
        "#]],
    );
}

#[test]
fn typeorm_orders_by_timestamps() {
    check(
        "
//- /src/migrations/1700000000000-Init.ts
import { MigrationInterface } from 'typeorm';
export class Init1700000000000 implements MigrationInterface {
  name = 'Init1700000000000';
  async up() {}
}
//- /src/migrations/1700000000001-More.ts
import { MigrationInterface } from 'typeorm';
export class More1700000000001 implements MigrationInterface { async up() {} }
//- /src/migrations/odd.ts
import { MigrationInterface } from 'typeorm';
export class Odd implements MigrationInterface { async up() {} }
//- /src/other.ts
// MigrationInterface
export class Plain1700000000009 {}
//- /dist/migrations/1700000000000-Init.js
class Init1700000000000 {} // MigrationInterface
",
        expect![[r#"
            typeorm src/migrations 3 -> More1700000000001
              odd.ts: the name Odd does not end with a timestamp
        "#]],
    );
}

#[test]
fn names_of_files_are_enough_for_sql() {
    check(
        "
//- /prisma/migrations/20240101000000_init/migration.sql
//- /prisma/migrations/20240201000000_more/migration.sql
//- /src/main/resources/db/migration/V1__init.sql
//- /src/main/resources/db/migration/V1_1__more.sql
//- /src/main/resources/db/migration/V1.10__later.sql
//- /src/main/resources/db/migration/V01.1__again.sql
//- /src/main/resources/db/migration/R__views.sql
//- /src/main/resources/db/migration/U1__init.sql
//- /src/main/resources/db/migration/Vx__no.sql
//- /src/main/java/db/migration/V2__Code.java
//- /src/main/java/app/V3__NotThere.java
//- /migrations/000001_init.up.sql
//- /migrations/000001_init.down.sql
//- /migrations/000002_more.up.sql
//- /migrations/notes.up.sql
//- /sql/migration.sql
",
        expect![[r#"
            golang-migrate migrations 2 -> 000002_more
            prisma prisma/migrations 2 -> 20240201000000_more
            flyway src/main/java/db/migration 1 -> 2
            flyway src/main/resources/db/migration 5 -> 1.10
              V01.1__again.sql and V1_1__more.sql have the same version
        "#]],
    );
}

#[test]
fn scripts_of_knex_and_sequelize_are_told_apart() {
    check(
        "
//- /knex/migrations/20240101_a.js
exports.up = function (knex) { return knex.schema.createTable('a'); };
//- /knex/migrations/20240102_b.ts
import { Knex } from 'knex';
export async function up(knex: Knex) {}
//- /seq/migrations/20240101-a.js
module.exports = {
  async up(queryInterface, Sequelize) {},
};
//- /seq/migrations/index.js
module.exports = { up: 'queryInterface' };
//- /other/migrations/20240101-a.js
// knex goes up
const x = 1;
",
        expect![[r#"
            knex knex/migrations 2 -> 20240102_b
            sequelize seq/migrations 1 -> 20240101-a
        "#]],
    );
}

#[test]
fn steps_of_goose_in_sql_and_go() {
    check(
        "
//- /db/20240101000000_init.sql
-- +goose Up
create table a ();
-- +goose Down
drop table a;
//- /db/20240201000000_fill.go
package db

func init() {
\tgoose.AddMigrationContext(up, down)
}
//- /db/20240301000000_not.sql
select '-- +goose Up';
//- /db/20240301000000_notes.go
package db

// goose.AddMigration(up, down)
//- /queries/1_list.sql
select 1;
//- /schema/00000_zero.sql
-- +goose Up
",
        expect![[r#"
            goose db 2 -> 20240201000000_fill
        "#]],
    );
}
