//! Health rules: one file each and a table.
