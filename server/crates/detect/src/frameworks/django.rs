mod routes;

use model::{FrameworkName, Runtime};

use super::{Detector, Layout, Start, first};

/// Django.
pub(super) const DETECTOR: Detector = Detector {
    name: FrameworkName::Django,
    runtime: Runtime::Python,
    packages: &["django"],
    program: None,
    routes: Some(&routes::ROUTES),
    start,
};

fn start(layout: &Layout<'_>) -> Option<Start> {
    let file = first(layout, &["manage.py", "src/manage.py"])?;
    Some(Start { line: format!("{}python {file} runserver", layout.prefix), file })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::started, DETECTOR};

    #[test]
    fn starts_by_its_own_script() {
        let line = started(&DETECTOR, &["manage.py"], &[]);
        assert_eq!(line.as_deref(), Some("poetry run python manage.py runserver"));
        assert_eq!(started(&DETECTOR, &["app.py"], &[]), None);
    }
}
