//! The values of the domain that are kept: their fields in order.

use model::{
    Endpoint, Method, Place, Position, Range,
    facts::{
        ContentHash, EnvAsk, EnvConfig, EnvFacts, EnvField, EnvLookup, EnvSchema, EnvScope, Fallback, KeyForm, KeyRead,
        Marks, MigrationFacts, MigrationTool, PortFact, PortValue, SchemaKind, SourceFacts,
    },
};

use super::{
    KnownLook, KnownRun,
    codec::{Reader, Stored, Writer},
};

/// A struct by its fields. A field that is forgotten does not compile.
macro_rules! fields {
    ($($name:ident { $($field:ident),+ })+) => {$(
        impl Stored for $name {
            fn put(&self, out: &mut Writer) {
                let Self { $($field),+ } = self;
                $($field.put(out);)+
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Some(Self { $($field: Stored::take(from)?),+ })
            }
        }
    )+};
}

/// An enumeration by numbers, each with what the variant holds.
macro_rules! variants {
    ($($name:ident { $($number:literal = $variant:ident $(($($inner:ident),+))?),+ })+) => {$(
        impl Stored for $name {
            fn put(&self, out: &mut Writer) {
                match self {
                    $(Self::$variant $(($($inner),+))? => {
                        out.number($number);
                        $($($inner.put(out);)+)?
                    })+
                }
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                Some(match from.number()? {
                    $($number => {
                        $($(let $inner = Stored::take(from)?;)+)?
                        Self::$variant $(($($inner),+))?
                    })+
                    _ => return None,
                })
            }
        }
    )+};
}

fields! {
    KnownRun { project, plan, endpoints }
    KnownLook { read, entered, asked, asked_below }
    SourceFacts { content, marks }
    PortFact { range, value }
    MigrationFacts { tool, id, parents, replaces, range }
    Position { line, column }
    Range { start, end }
    Place { file, range }
    Endpoint { method, path, place, handler, is_mounted, unknown }
    EnvFacts { reads, schemas, scopes, writes, properties, lookups, asks, made }
    EnvLookup { name, key, fallback, default }
    EnvAsk { through, at, read, given }
    KeyRead { key, range, fallback, is_required, has_other_sources, kind, form }
    EnvSchema { name, range, kind, bases, fields, config }
    EnvConfig {
        prefix, nested_delimiter, is_case_sensitive, is_by_name_too, env_files, has_own_sources, names
    }
    EnvField {
        name, range, aliases, env, kind, classes, fallback, is_optional, prefix, is_hidden, is_annotated
    }
}

variants! {
    Method { 0 = Named(name), 1 = Any }
    Fallback { 0 = None, 1 = Literal(text), 2 = Computed }
    KeyForm { 0 = Exact, 1 = AnyCase, 2 = Property, 3 = Setting }
    SchemaKind { 0 = Python, 1 = GoEnv, 2 = GoEnvconfig, 3 = Spring }
    PortValue {
        0 = Literal(port), 1 = Env(key, fallback), 2 = Setting(path, fallback), 3 = Default(port), 4 = Unknown,
        5 = Named(path, key, fallback), 6 = Layer(name)
    }
    MigrationTool {
        0 = Alembic, 1 = Django, 2 = Typeorm, 3 = Prisma, 4 = Flyway, 5 = Knex, 6 = Sequelize, 7 = GolangMigrate, 8 = Goose
    }
    EnvScope { 0 = Prefix(text), 1 = Automatic, 2 = Replace(from_text, to_text), 3 = Default(key), 4 = FieldNames(class), 5 = Files(loader, files) }
}

impl Stored for ContentHash {
    fn put(&self, out: &mut Writer) {
        self.0.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        u64::take(from).map(Self)
    }
}

impl Stored for Marks {
    fn put(&self, out: &mut Writer) {
        self.0.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        u64::take(from).map(Self)
    }
}
