use std::sync::Arc;

use crate::Range;

/// What one file of code says about env keys. What several files say together comes out of `detect::env_reads::resolve`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnvFacts {
    /// Reads of a key that the file tells alone.
    pub reads: Vec<KeyRead>,
    /// Classes and structs whose fields are env keys, or may be for another file.
    pub schemas: Vec<EnvSchema>,
    /// Prefixes and settings that hold for reads of other files too.
    pub scopes: Vec<EnvScope>,
    /// Keys that the code itself sets: then nobody else has to.
    pub writes: Vec<Arc<str>>,
    /// Application settings (`app.jwt.secret`) that have a value in the file.
    pub properties: Vec<Arc<str>>,
    /// What the file offers to others to read the environment with.
    pub lookups: Vec<EnvLookup>,
    /// Reads through what another file may offer.
    pub asks: Vec<EnvAsk>,
    /// Full names of classes that the file makes an instance of without arguments, and that it hands to a reader of the
    /// environment with a prefix.
    pub made: Vec<(Arc<str>, Option<Arc<str>>)>,
}

impl EnvFacts {
    /// Whether the file says nothing about env keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a read falls back on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Fallback {
    /// Nothing.
    #[default]
    None,
    /// A value that is written there.
    Literal(Arc<str>),
    /// A value that is computed, or none at all (`None`, `undefined`).
    Computed,
}

/// How the name of a read becomes the name of an env key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyForm {
    /// It is the key.
    #[default]
    Exact,
    /// It is the key in any case.
    AnyCase,
    /// It is a setting of Spring (`app.jwt-secret`): relaxed binding makes `APP_JWTSECRET`.
    Property,
    /// It is a setting of viper (`db.host`): the prefix and the replacer of the program make the key.
    Setting,
}

/// One read of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRead {
    /// As written.
    pub key: Arc<str>,
    /// Of the key.
    pub range: Range,
    /// What is taken when nobody sets the key.
    pub fallback: Fallback,
    /// Whether the program fails there when nobody sets the key.
    pub is_required: bool,
    /// Whether files of settings may have the value as well: then nobody can say that it is missing.
    pub has_other_sources: bool,
    /// The type as written, or what the reading function makes of it.
    pub kind: Option<Arc<str>>,
    /// How the name becomes a key.
    pub form: KeyForm,
}

/// Which library reads a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaKind {
    /// A Python class; its base classes tell whether pydantic fills it.
    Python,
    /// A Go struct with tags of caarlos0/env, cleanenv or go-envconfig.
    GoEnv,
    /// A Go struct with tags of kelseyhightower/envconfig.
    GoEnvconfig,
    /// A Java class below `@ConfigurationProperties`.
    Spring,
}

/// A class or struct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvSchema {
    /// Its name; inner classes with that of the outer one before it (`Outer.Inner`).
    pub name: Arc<str>,
    /// Of the name.
    pub range: Range,
    /// Which family.
    pub kind: SchemaKind,
    /// Base classes and embedded structs by full name (`pydantic_settings.BaseSettings`, `.base.Base`, `Local`).
    pub bases: Vec<Arc<str>>,
    /// Its own fields.
    pub fields: Vec<EnvField>,
    /// Its own settings.
    pub config: EnvConfig,
}

/// Settings of a schema; `None` is inherited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnvConfig {
    /// What stands before each name.
    pub prefix: Option<Arc<str>>,
    /// What stands between the names of nested schemas.
    pub nested_delimiter: Option<Arc<str>>,
    /// Whether upper and lower case differ.
    pub is_case_sensitive: Option<bool>,
    /// Whether a field with an alias is read by its name too.
    pub is_by_name_too: Option<bool>,
    /// Dotenv files that are read.
    pub env_files: Vec<Arc<str>>,
    /// Whether where values come from was changed: then nothing is surely required.
    pub has_own_sources: bool,
    /// Names of pydantic 1's `Config.fields`.
    pub names: Vec<(Arc<str>, Vec<Arc<str>>)>,
}

/// A field of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvField {
    /// Its name.
    pub name: Arc<str>,
    /// Of the name.
    pub range: Range,
    /// Names it is read by instead of its own, in order.
    pub aliases: Vec<Arc<str>>,
    /// pydantic 1's `env=`, in order.
    pub env: Vec<Arc<str>>,
    /// The type as written.
    pub kind: Option<Arc<str>>,
    /// Full names of the classes in the type.
    pub classes: Vec<Arc<str>>,
    /// What is taken when nobody sets it.
    pub fallback: Fallback,
    /// Whether it may stay away although it has no default.
    pub is_optional: bool,
    /// What stands before the names of the schema in it.
    pub prefix: Option<Arc<str>>,
    /// Whether it is no field any more, or not a key of its own.
    pub is_hidden: bool,
    /// Whether it was annotated: pydantic 2 takes only those.
    pub is_annotated: bool,
}

/// A function that hands one of its parameters on to the environment, or an object that holds the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvLookup {
    /// Its name.
    pub name: Arc<str>,
    /// The position of the parameter; `None` for an object.
    pub key: Option<u16>,
    /// The position of the parameter that is taken when nobody sets the key.
    pub fallback: Option<u16>,
    /// What that parameter is by itself.
    pub default: Fallback,
}

/// A read of a key through a name that is declared elsewhere. Whether it is one turns out when the files are put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvAsk {
    /// The full name (`shop.parsers.get_bool`, `./environment.default`, `x.y/env.GetString`; of the same Go package `get`).
    pub through: Arc<str>,
    /// The position of the key among the arguments; `None` for a member.
    pub at: Option<u16>,
    /// The key, with what stands behind the read.
    pub read: KeyRead,
    /// The positional arguments.
    pub given: Vec<Fallback>,
}

/// A prefix or a rule that holds for a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvScope {
    /// viper: what stands before each key, without its underscore.
    Prefix(Arc<str>),
    /// viper: every setting is looked up in the environment.
    Automatic,
    /// viper: what is replaced in a setting before it becomes a key.
    Replace(Arc<str>, Arc<str>),
    /// viper: a setting has a default.
    Default(Arc<str>),
    /// caarlos0/env: fields of this struct without a key of their own are read by their names.
    FieldNames(Arc<str>),
    /// The program has the loader of this name read these dotenv files, in the order of the code. `{mode}` stands for the mode.
    Files(Arc<str>, Vec<Arc<str>>),
}
