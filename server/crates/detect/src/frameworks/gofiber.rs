mod routes;

use model::{FrameworkName, Runtime};

pub(super) use routes::DIALECT;

use super::{Detector, by_script};

/// Fiber. Go projects are started by the place of their main package, whatever the framework.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Gofiber,
    runtime: Runtime::Go,
    packages: &["github.com/gofiber/fiber"],
    program: None,
    routes: Some(&crate::routes::go::ROUTES),
    start: by_script,
};
