//! Libraries of Python.

pub(super) mod decouple;
pub(super) mod dynaconf;
pub(super) mod environs;
pub(super) mod os;
pub(super) mod pydantic;
