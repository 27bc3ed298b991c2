//! Workspace memory and interop files: read, never rewritten.
