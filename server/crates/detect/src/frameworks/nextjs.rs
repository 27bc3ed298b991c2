mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Next.js.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Nextjs,
    runtime: Runtime::Node,
    packages: &["next"],
    program: Some("next"),
    routes: Some(&routes::ROUTES),
    start: by_script,
};
