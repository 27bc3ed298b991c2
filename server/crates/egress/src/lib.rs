//! The only way out to a model. [`Gate::send`] asks the workspace's policy, takes every secret out, records the request,
//! sends it, and says in a receipt what was sent. Nothing else in the program opens a connection to a model; the editor's
//! models go the same way, only that the shell does the sending.

mod editor;
mod endpoint;
mod error;
mod gate;
mod key;
mod ledger;
mod pump;
mod request;
mod settings;
mod thoughts;

pub use editor::{EditorMessage, EditorPush};
pub use error::SendError;
pub use gate::{Check, Gate};
pub use request::{Outgoing, Provider, Receipt, Sent};
pub use settings::EndpointSettings;
