mod routes;

use model::{FrameworkName, Runtime};

pub(super) use routes::DIALECT;

use super::{Detector, by_script};

/// Echo.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Goecho,
    runtime: Runtime::Go,
    packages: &["github.com/labstack/echo"],
    program: None,
    routes: Some(&crate::routes::go::ROUTES),
    start: by_script,
};
