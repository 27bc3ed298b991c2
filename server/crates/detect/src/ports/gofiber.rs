//! Fiber: `Listen(":8080")`.

use super::{
    Library, by_no_name,
    go_start::{self, Starter},
    is_go,
};

const STARTER: Starter = Starter { method: "Listen", library: "gofiber/fiber", default: None };

pub(super) const LIBRARY: Library = Library {
    speaks: is_go,
    claims: by_no_name,
    marks: &[&["gofiber/fiber", ".Listen("], &[".Listen(\":"]],
    programs: &[],
    read: |file, out| go_start::read(file, &STARTER, out),
};
