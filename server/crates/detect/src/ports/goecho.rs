//! Echo: `Start(":8080")`.

use super::{
    Library, by_no_name,
    go_start::{self, Starter},
    is_go,
};

const STARTER: Starter = Starter { method: "Start", library: "labstack/echo", default: None };

pub(super) const LIBRARY: Library = Library {
    speaks: is_go,
    claims: by_no_name,
    marks: &[&["labstack/echo", ".Start("], &[".Start(\":"]],
    programs: &[],
    read: |file, out| go_start::read(file, &STARTER, out),
};
