use model::{FrameworkName, Runtime};

use super::{Detector, by_script};

/// Gin.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Gogin,
    runtime: Runtime::Go,
    packages: &["github.com/gin-gonic/gin"],
    routes: None,
    start: by_script,
};
