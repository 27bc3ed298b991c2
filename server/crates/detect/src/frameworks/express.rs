mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Express.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Express,
    runtime: Runtime::Node,
    packages: &["express"],
    program: None,
    routes: Some(&routes::ROUTES),
    start: by_script,
};
