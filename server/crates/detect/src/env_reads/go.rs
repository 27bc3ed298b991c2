//! Libraries of Go.

mod filled;
mod load;
pub(super) mod os;
pub(super) mod tags;
pub(super) mod viper;
pub(super) mod words;
