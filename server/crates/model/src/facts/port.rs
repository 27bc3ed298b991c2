use std::sync::Arc;

use crate::Range;

/// One place in a file of code or settings that says which port the program listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortFact {
    /// The call or setting.
    pub range: Range,
    /// The port.
    pub value: PortValue,
}

/// A port as far as one file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortValue {
    /// A number.
    Literal(u16),
    /// What an env key holds, else the number.
    Env(Arc<str>, Option<u16>),
    /// A setting by its dotted name (`settings.http.port`), else the number that its class has for it.
    Setting(Arc<str>, Option<u16>),
    /// Nothing yet: what a setting of this name is, wherever somebody asks for it: what an env key holds, else the number.
    Named(Arc<str>, Option<Arc<str>>, Option<u16>),
    /// The settings of this name are chosen: their port, if they have one, wins over what files of settings say for all.
    Layer(Arc<str>),
    /// What the library takes by itself when nobody says a port.
    Default(u16),
    /// Something says the port, but not what it is.
    Unknown,
}
