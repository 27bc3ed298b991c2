//! FastAPI's own command: `fastapi dev --port 8001`.

use super::{Library, Program, by_no_name};

pub(super) const LIBRARY: Library = Library {
    speaks: |_| false,
    claims: by_no_name,
    marks: &[],
    programs: &[Program {
        names: &["fastapi"],
        words: &["dev", "run"],
        options: &["--port"],
        default: Some(8000),
        ..Program::NONE
    }],
    read: |_, _| {},
};
