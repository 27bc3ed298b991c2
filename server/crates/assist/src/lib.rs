//! What the program knows, put into words: context packets, its own answers, prompts for models, incidents. Plain
//! functions of a [`View`]; nothing here calls a model.

mod enclosing;
mod packet;
mod part;
mod question;
mod secrets;
mod view;

#[cfg(test)]
mod testing;

pub use enclosing::{Enclosing, enclosing};
pub use packet::{CodeBlock, HealthLine, Packet, PacketProject, context_packet};
pub use part::{Action, Page, Part, code, escaped, plain};
pub use question::{FollowUp, Question, Reference, Related, Site, Subject, Turn, Verb};
pub use secrets::redactor;
pub use view::{Buffers, View};
