use crate::Place;

/// An HTTP method as the wire shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// A method name in upper case, `WEBSOCKET` included.
    Named(std::sync::Arc<str>),
    /// Every method.
    Any,
}

/// One route that a project's server answers on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The full effective path, parameters as `{name}`; a part that cannot be known statically is `{?}`.
    pub path: String,
    /// Where the route is declared.
    pub place: Place,
    /// The function or method that answers.
    pub handler: String,
    /// Whether the running server reaches it: a router that nobody includes is not mounted.
    pub is_mounted: bool,
    /// The expressions that each `{?}` of the path stands for, as written.
    pub unknown: Vec<String>,
}
