//! `package-lock.json`, versions 1 to 3, as far as it is read. Borrows from the text: such files have megabytes.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;

/// Package name → specifier.
pub type Table<'t> = BTreeMap<Cow<'t, str>, Cow<'t, str>>;

/// The file.
#[derive(Deserialize)]
pub struct Lock<'t> {
    /// Folder → package, from version 2 on.
    #[serde(borrow)]
    pub packages: Option<BTreeMap<Cow<'t, str>, Package<'t>>>,
    /// Name → package, up to version 2.
    #[serde(borrow)]
    pub dependencies: Option<BTreeMap<Cow<'t, str>, Legacy<'t>>>,
}

/// A package, or what a workspace declared.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "npm's own names")]
pub struct Package<'t> {
    #[serde(borrow)]
    pub name: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub version: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub dependencies: Option<Table<'t>>,
    #[serde(borrow)]
    pub dev_dependencies: Option<Table<'t>>,
    #[serde(borrow)]
    pub optional_dependencies: Option<Table<'t>>,
    #[serde(borrow)]
    pub peer_dependencies: Option<Table<'t>>,
    pub link: bool,
}

/// A package of version 1.
#[derive(Deserialize)]
pub struct Legacy<'t> {
    /// Exact.
    #[serde(borrow)]
    pub version: Option<Cow<'t, str>>,
}
