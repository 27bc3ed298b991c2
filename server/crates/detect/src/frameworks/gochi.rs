mod routes;

use model::{FrameworkName, Runtime};

pub(super) use routes::DIALECT;

use super::{Detector, by_script};

/// Chi.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Gochi,
    runtime: Runtime::Go,
    packages: &["github.com/go-chi/chi"],
    program: None,
    routes: Some(&crate::routes::go::ROUTES),
    start: by_script,
};
