//! Protocol types, the method table and the command line's JSON.
