//! Medusa: `medusa develop --port 9001`.

use super::{Library, Program, by_no_name};

pub(super) const LIBRARY: Library = Library {
    speaks: |_| false,
    claims: by_no_name,
    marks: &[],
    programs: &[Program {
        names: &["medusa"],
        words: &["develop", "start"],
        options: &["-p", "--port"],
        default: Some(9000),
        ..Program::NONE
    }],
    read: |_, _| {},
};
