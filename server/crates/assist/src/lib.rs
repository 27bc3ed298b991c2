//! What the program knows, put into words: context packets, its own answers, prompts for models, incidents. Plain
//! functions of a [`View`]; nothing here calls a model.

mod answer;
mod cite;
mod enclosing;
mod explain;
mod incident;
mod judge;
mod packet;
mod part;
mod prompt;
mod question;
mod search;
mod secrets;
mod view;

#[cfg(test)]
mod testing;

pub use answer::{Answer, Completeness, program_answer};
pub use cite::{Citable, Citations};
pub use enclosing::{Enclosing, enclosing};
pub use incident::{cause_key, closed, noted, open_incident, reopen_incident, settled, subject_of};
pub use packet::{CodeBlock, HealthLine, Packet, PacketProject, context_packet};
pub use part::{Action, Page, Part, code, escaped, plain, prose};
pub use prompt::{Prompt, prompt};
pub use question::{FollowUp, Question, Reference, Related, Site, Subject, Turn, Verb};
pub use secrets::redactor;
pub use view::{Buffers, View};
