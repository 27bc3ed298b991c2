use model::{FrameworkName, Runtime};

use super::{Detector, Layout, Start, first, module_of};

/// Starlette.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Starlette,
    runtime: Runtime::Python,
    packages: &["starlette"],
    program: None,
    routes: Some(&super::fastapi::ROUTES),
    start,
};

fn start(layout: &Layout<'_>) -> Option<Start> {
    let file = first(layout, &["src/main.py", "app/main.py", "main.py", "app.py"])?;
    let line = format!("{}uvicorn {}:app --reload", layout.prefix, module_of(file));
    (layout.installs)("uvicorn").then_some(Start { line, file })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::started, DETECTOR};

    #[test]
    fn starts_with_uvicorn_only() {
        let line = started(&DETECTOR, &["app.py"], &["uvicorn"]);
        assert_eq!(line.as_deref(), Some("poetry run uvicorn app:app --reload"));
        assert_eq!(started(&DETECTOR, &["app.py"], &[]), None);
    }
}
