mod routes;

use model::{FrameworkName, Runtime};

pub(super) use routes::DIALECT;

use super::{Detector, by_script};

/// Gin.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Gogin,
    runtime: Runtime::Go,
    packages: &["github.com/gin-gonic/gin"],
    program: None,
    routes: Some(&crate::routes::go::ROUTES),
    start: by_script,
};
