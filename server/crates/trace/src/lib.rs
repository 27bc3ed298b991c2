//! Follows values through a project's code without running it.
//!
//! A [`Program`] holds the parsed files and says which file an import means. A [`Machine`] carries the code out on abstract
//! values: it binds names, calls the workspace's own functions, runs loops over literal lists and both branches of what it
//! cannot decide. A value from outside the workspace that a framework claims becomes an [`Object`], and every call on it is
//! kept in order. Frameworks then read routes off that record and never look at syntax.
//!
//! Bounded: fuel, depth and list lengths are limited, so that any program ends. What is not known stays
//! [`Value::Unknown`] with its expression; nothing is guessed.

mod alike;
mod imports;
mod machine;
mod program;
mod record;
mod value;

pub use alike::is_alike;
pub use imports::{Alias, EcmaPaths};
pub use machine::{Machine, Settings};
pub use program::{FileId, Footprint, Library, Program, Resolved, Unit};
pub use record::{Arguments, CallRecord, Object, ObjectId, Origin, Record};
pub use value::{ClassValue, Closure, Holes, Instance, Value};
