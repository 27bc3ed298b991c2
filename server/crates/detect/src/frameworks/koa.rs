mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Koa.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Koa,
    runtime: Runtime::Node,
    packages: &["koa"],
    program: None,
    routes: Some(&routes::ROUTES),
    start: by_script,
};
