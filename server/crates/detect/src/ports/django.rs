//! Django: `manage.py runserver 0.0.0.0:8001`.

use super::{Library, Program, by_no_name};

pub(super) const LIBRARY: Library = Library {
    speaks: |_| false,
    claims: by_no_name,
    marks: &[],
    programs: &[Program {
        names: &["manage.py", "django-admin"],
        words: &["runserver", "runserver_plus"],
        takes_address: true,
        default: Some(8000),
        ..Program::NONE
    }],
    read: |_, _| {},
};
