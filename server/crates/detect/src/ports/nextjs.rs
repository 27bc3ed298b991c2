//! Next.js: `next dev -p 3001`.

use super::{Library, Program, by_no_name};

pub(super) const LIBRARY: Library = Library {
    speaks: |_| false,
    claims: by_no_name,
    marks: &[],
    programs: &[Program {
        names: &["next"],
        words: &["dev", "start"],
        options: &["-p", "--port"],
        default: Some(3000),
        ..Program::NONE
    }],
    read: |_, _| {},
};
