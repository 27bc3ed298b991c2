mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, Layout, Start, first, module_of};

/// Flask.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Flask,
    runtime: Runtime::Python,
    packages: &["flask"],
    program: None,
    routes: Some(&routes::ROUTES),
    start,
};

fn start(layout: &Layout<'_>) -> Option<Start> {
    let file = first(layout, &["app.py", "wsgi.py", "main.py", "src/app.py", "app/__init__.py"])?;
    let module = module_of(file).trim_end_matches(".__init__").to_owned();
    Some(Start { line: format!("{}flask --app {module} run --debug", layout.prefix), file })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::started, DETECTOR};

    #[test]
    fn names_the_module_of_the_application() {
        let line = started(&DETECTOR, &["app/__init__.py"], &[]);
        assert_eq!(line.as_deref(), Some("poetry run flask --app app run --debug"));
        assert_eq!(started(&DETECTOR, &[], &[]), None);
    }
}
