//! Libraries of Go.

pub(super) mod os;
pub(super) mod tags;
pub(super) mod viper;
