mod routes;

use model::{FrameworkName, Runtime};

pub(super) use routes::ROUTES;

use super::{Detector, Layout, Start, first, module_of};

/// FastAPI.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Fastapi,
    runtime: Runtime::Python,
    packages: &["fastapi"],
    program: None,
    routes: Some(&ROUTES),
    start,
};

/// Where the application is by convention, the most usual first.
const FILES: [&str; 6] = ["src/main.py", "app/main.py", "main.py", "src/app/main.py", "app.py", "api/main.py"];

fn start(layout: &Layout<'_>) -> Option<Start> {
    let file = first(layout, &FILES)?;
    let line = if (layout.installs)("uvicorn") {
        format!("{}uvicorn {}:app --reload", layout.prefix, module_of(file))
    } else if (layout.installs)("fastapi-cli") {
        format!("{}fastapi dev {file}", layout.prefix)
    } else {
        return None;
    };
    Some(Start { line, file })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::started, DETECTOR};

    #[test]
    fn starts_with_the_server_that_is_installed() {
        let with = |packages: &[&str]| started(&DETECTOR, &["app/main.py"], packages);
        assert_eq!(with(&["uvicorn"]).as_deref(), Some("poetry run uvicorn app.main:app --reload"));
        assert_eq!(with(&["fastapi-cli"]).as_deref(), Some("poetry run fastapi dev app/main.py"));
        assert_eq!(with(&[]), None);
    }

    #[test]
    fn is_silent_without_a_known_file() {
        assert_eq!(started(&DETECTOR, &["server/api.py"], &["uvicorn"]), None);
    }
}
