use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Echo.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Goecho,
    runtime: Runtime::Go,
    packages: &["github.com/labstack/echo"],
    routes: None,
    start: by_script,
};
