//! Libraries of Java.

pub(super) mod spring;
pub(super) mod system;
