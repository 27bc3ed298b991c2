//! Gin: `Run(":8080")`.

use super::{
    Library, by_no_name,
    go_start::{self, Starter},
    is_go,
};

const STARTER: Starter = Starter { method: "Run", library: "gin-gonic/gin", default: Some(8080) };

pub(super) const LIBRARY: Library = Library {
    speaks: is_go,
    claims: by_no_name,
    marks: &[&["gin-gonic/gin", ".Run("], &[".Run(\":"], &[".Run(\"0"]],
    programs: &[],
    read: |file, out| go_start::read(file, &STARTER, out),
};
