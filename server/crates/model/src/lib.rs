//! Plain values of the domain. No I/O, no serialization, no async: every other crate may depend on this one.

pub mod facts;

mod endpoint;
mod env;
mod finding;
mod migration;
mod path;
mod project;
mod request;
mod text;
mod version;

pub use endpoint::{Endpoint, Method};
pub use env::{EnvDefinition, EnvFileOrder, EnvKey, EnvRead, Layer, Win, is_placeholder, is_secret_name};
pub use finding::{Edit, Evidence, Finding, FindingId, Fix, FixAction, Severity};
pub use migration::Migrations;
pub use path::{RelPath, RelPathError};
pub use project::{
    Command, CommandRole, Dependency, DependencyGroup, Framework, FrameworkName, Module, PackageTool, Port, PortRole,
    Project, ProjectId, Runtime, VersionClaim, WorkspaceKind,
};
pub use request::{LocalOnly, Message, Piece, PieceSource, Role};
pub use text::{LineMap, Place, Position, Range};
pub use version::{VersionText, major_minor};
